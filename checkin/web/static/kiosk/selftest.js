/**
 * What a scanner's test code shows: which characters arrive, how the scanner is set, what it adds,
 * and how fast it is. Pure functions over the keys it pressed.
 */

import { equal, lost, matched } from "./alignment.js";
import { PREFIX } from "./badge.js";
import { CALIBRATION, knownWay, learn } from "./calibration.js";
import { readAs, reading } from "./readings.js";

/** @typedef {import("./readings.js").Stroke} Stroke */
/** @typedef {import("./readings.js").Learned} Learned */
/** @typedef {import("./readings.js").Way} Way */
/** @typedef {import("./scanner.js").Ending} Ending */
/** @typedef {import("./scanner.js").Heard} Heard */
/** @typedef {import("./checkup.js").Finding} Finding */
/** @typedef {import("./view.js").Words} Words */

/**
 * Begins and ends like nothing else, and holds every character twice, also where a computer would
 * put an accent on the next one. The console prints the same text.
 */
export const TEST =
  "CI1:TEST++ +A+E+I+O+U THE QUICK BROWN FOX JUMPS OVER A LAZY DOG 0123456789 $%*+-./: " +
  "AZERTY 5%4$3.2/1: QWERTZ 6*7+8-9.0/ GOD YZAL A REVO SPMUJ XOF NWORB KCIUQ EHT+END.";

const ALIKE = 0.5; // of the test code: less, and it was another code
const BADGE_KEYS = 313; // of a printed badge
const SLOW = 5_000; // milliseconds for such a badge

/**
 * @typedef {object} Tested What the test code showed.
 * @property {boolean} right whether every character arrived, and in its place
 * @property {string[]} missing characters that never arrive
 * @property {string[]} dropped characters that arrive now and then
 * @property {[string, string][]} mistaken a character, and the one it is taken for
 * @property {Way} way
 * @property {string} before what comes before the code
 * @property {string} behind what comes behind it
 * @property {Ending} ending
 * @property {boolean} capsLock
 * @property {boolean} places whether the computer says where each key is
 * @property {number} milliseconds from one key to the next, usually
 */

/**
 * What the scanner read, or null if it isn't the test code.
 * @param {Heard} heard
 * @param {Learned | null} learned
 * @returns {Tested | null}
 */
export function tested({ strokes, ending }, learned) {
  const { way, text } = best(strokes, learned);
  const pairs = matched(TEST, text);
  if (pairs.length < TEST.length * ALIKE) {
    return null;
  }
  const from = Math.max(0, text.indexOf(TEST.slice(0, 4)));
  const last = text.lastIndexOf(TEST.slice(-4));
  const to = last === -1 ? text.length : last + 4;
  const whole = text.length === TEST.length; // then every character stands where it belongs
  const { missing, dropped, mistaken } = lost(TEST, text, whole ? equal(TEST, text) : pairs);
  const chosen = reading(strokes, learned).text;
  return {
    right: chosen === TEST,
    missing,
    dropped,
    mistaken,
    way,
    before: text.slice(0, from),
    behind: text.slice(to),
    ending,
    capsLock: strokes.some(isTurned),
    places: strokes.some(({ code }) => code !== ""),
    milliseconds: pace(strokes),
  };
}

/**
 * The way in which a badge would be read, or if that makes nothing of the test code, the way that
 * makes the most of it.
 * @param {readonly Stroke[]} strokes
 * @param {Learned | null} learned
 */
function best(strokes, learned) {
  /** @type {Way[]} */
  const ways = ["us", "computer", "german", "french"];
  const chosen = reading(strokes, learned);
  if (matched(TEST, chosen.text).length >= TEST.length * ALIKE) {
    return chosen;
  }
  const others = ways.map((way) => ({ way, text: readAs(strokes, way, learned) }));
  return others.reduce((one, other) =>
    matched(TEST, other.text).length > matched(TEST, one.text).length ? other : one,
  );
}

/**
 * A letter that caps lock turned: small though Shift is held, or large without.
 * @param {Stroke} stroke
 */
function isTurned({ key, code, shiftKey }) {
  const small = /^[a-z]$/.test(key);
  return code === "" ? small : /^[a-zA-Z]$/.test(key) && small === shiftKey;
}

/**
 * The usual time from one key to the next.
 * @param {readonly Stroke[]} strokes
 */
function pace(strokes) {
  const gaps = strokes.slice(1).map(({ at }, before) => at - (strokes[before]?.at ?? at));
  return gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
}

/** @typedef {{ headline: string, next: string, good: boolean, findings: Finding[] }} Report */

/**
 * What staff are told of the code that their scanner just read, and what is to be learned from it.
 * @param {Heard} heard
 * @param {Learned | null} learned
 * @param {Words} words
 * @returns {Report & { learned?: Learned | null }}
 */
export function report(heard, learned, words) {
  const say = words["scanner"] ?? {};
  const taught = learn(heard.strokes);
  if (taught !== null) {
    return lesson(heard, taught, say);
  }
  const test = tested(heard, learned);
  if (test === null) {
    const topic = isGarbled(heard.strokes, learned) ? "garbled" : "other";
    return { ...saying(say, topic), good: false, findings: [] };
  }
  const topic = verdict(test);
  return { ...saying(say, topic), good: topic === "works", findings: findings(test, say) };
}

/**
 * Whether this may be a code of the sheet that can't be made out: a lesson with characters lost, or
 * a long text of which not even the beginning is right.
 * @param {readonly Stroke[]} strokes
 * @param {Learned | null} learned
 */
function isGarbled(strokes, learned) {
  const { text } = reading(strokes, learned);
  const enough = CALIBRATION.length * ALIKE;
  return text.startsWith(PREFIX)
    ? matched(CALIBRATION, text).length >= enough && text.length <= CALIBRATION.length
    : text.length >= enough;
}

/**
 * @param {Heard} heard
 * @param {Learned} taught
 * @param {Record<string, string>} say
 */
function lesson({ strokes }, taught, say) {
  const way = knownWay(strokes);
  const needed = way === null;
  return {
    ...saying(say, needed ? "learned" : "known"),
    good: true,
    findings: [
      { label: say["layout"] ?? "", value: say[`is_${way ?? "learned"}`] ?? "", good: true },
    ],
    learned: needed ? taught : null,
  };
}

/**
 * The one thing to say first.
 * @param {Tested} test
 */
function verdict(test) {
  if (test.before !== "" || test.behind !== "") {
    return "adds";
  }
  if (test.right) {
    return test.milliseconds * BADGE_KEYS > SLOW ? "slow" : "works";
  }
  return test.missing.length + test.dropped.length > 0 ? "misses" : "mistakes";
}

/**
 * @param {Record<string, string>} say
 * @param {string} topic
 */
function saying(say, topic) {
  return { headline: say[topic] ?? "", next: say[`${topic}_next`] ?? "" };
}

/**
 * @param {Tested} test
 * @param {Record<string, string>} say
 * @returns {Finding[]}
 */
function findings(test, say) {
  const whole = test.milliseconds * BADGE_KEYS;
  const pace = (say["is_speed"] ?? "").replace("{seconds}", (whole / 1000).toFixed(1));
  const around = [test.before, test.behind].filter((text) => text !== "");
  /** @type {[string, string, boolean][]} */
  const lines = [
    ["characters", characters(test, say), test.right],
    ["layout", say[`is_${layout(test)}`] ?? "", layout(test) !== "unknown"],
    ["keys", say[test.places ? "is_placed" : "is_written"] ?? "", true],
    ["ending", say[`is_${test.ending}`] ?? "", true],
    ["added", around.map(visible).join(" ") || (say["is_nothing"] ?? ""), around.length === 0],
    ["caps", say[test.capsLock ? "is_caps" : "is_off"] ?? "", true],
    ["speed", pace, whole <= SLOW],
  ];
  return lines.map(([label, value, good]) => ({ label: say[label] ?? "", value, good }));
}

/**
 * Which layout that is. Where characters are taken for others, none that fits.
 * @param {Tested} test
 */
function layout({ way, mistaken }) {
  return mistaken.length > 0 ? "unknown" : way;
}

/**
 * @param {Tested} test
 * @param {Record<string, string>} say
 */
function characters({ missing, dropped, mistaken, right }, say) {
  const taken = mistaken.map(([wanted, found]) => `${visible(wanted)} → ${visible(found)}`);
  const parts = [
    [say["is_missing"], missing.map(visible)],
    [say["is_dropped"], dropped.map(visible)],
    [say["is_mistaken"], taken],
  ];
  const told = parts.filter(([, list]) => (list ?? []).length > 0);
  return right
    ? (say["is_all"] ?? "")
    : told.map(([word, list]) => `${String(word)} ${[list].flat().join(", ")}`).join("; ");
}

/** @param {string} text */
function visible(text) {
  return text.replaceAll(" ", "␣");
}
