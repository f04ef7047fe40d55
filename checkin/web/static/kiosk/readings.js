/**
 * What the keys of a scanner say, whatever layout it is set to. A badge begins with letters that
 * each layout types differently, so that its first four keys tell which one this is. Where a
 * computer says no places of keys, or nothing fits, what was learned from the calibration code does.
 */

import { PREFIX } from "./badge.js";
import { meant } from "./layouts.js";

/** @typedef {import("./keys.js").Press} Press */
/** @typedef {"learned" | "us" | "computer" | "german" | "french"} Way */

/**
 * @typedef {object} Stroke One key that a scanner pressed.
 * @property {string} code its place on the keyboard, or "" if the computer says none
 * @property {string} key what the computer makes of it
 * @property {boolean} shiftKey
 * @property {boolean} altGraph
 * @property {number} at when, in milliseconds
 */

/**
 * @typedef {object} Learned How one scanner types, as it typed the calibration code.
 * @property {Record<string, string>} characters by what is pressed for each
 * @property {number} before how many keys it presses before every code
 * @property {number} after how many behind it, besides Enter or Tab
 */

/** The ways to read, the likeliest first. @type {readonly Exclude<Way, "learned">[]} */
const WAYS = ["us", "computer", "german", "french"];
export const DEAD = "Dead"; // a key that waits for a letter to put an accent on
/** Accents as they stand on a letter, and alone. @type {Record<string, string>} */
const ACCENTS = { "\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0308": "¨" };

/**
 * @param {Press} press
 * @param {number} at
 * @returns {Stroke}
 */
export function stroke({ code, key, shiftKey, altKey, ctrlKey, altGraph = false }, at) {
  return { code, key, shiftKey, altGraph: altGraph || (altKey && ctrlKey), at };
}

/**
 * What was pressed for each character: the place of the key, or else what the computer wrote.
 * @param {readonly Stroke[]} strokes
 */
export function signs(strokes) {
  return strokes.map(({ code, key, shiftKey, altGraph }) =>
    [altGraph ? "AltGr+" : "", code !== "" && shiftKey ? "Shift+" : "", code || key].join(""),
  );
}

/**
 * @param {readonly Stroke[]} strokes
 * @param {Way} way
 * @param {Learned | null} learned
 */
export function readAs(strokes, way, learned) {
  switch (way) {
    case "learned":
      return learned === null ? "" : byLearning(strokes, learned);
    case "computer":
      return strokes.map(({ key, code }) => asWritten(key, code)).join("");
    default:
      return strokes.map((one) => byLayout(one, way)).join("");
  }
}

/**
 * @param {readonly Stroke[]} strokes
 * @param {Learned} learned
 */
function byLearning(strokes, { characters, before, after }) {
  const pressed = signs(strokes);
  const inside = pressed.slice(before, pressed.length - after);
  return inside
    .map((sign, at) => {
      const afterDead = inside[at - 1] === DEAD;
      return known(sign, characters) ?? accented(sign, afterDead, characters);
    })
    .join("");
}

/**
 * What was pressed, without the accent that the key before put on it.
 * @param {string[]} pressed
 */
export function withoutAccents(pressed) {
  return pressed.map((sign, at) =>
    pressed[at - 1] === DEAD ? sign.normalize("NFD").charAt(0) : sign,
  );
}

/**
 * @param {string} sign
 * @param {Record<string, string>} characters
 */
function known(sign, characters) {
  return characters[sign] ?? characters[otherCase(sign)];
}

/**
 * What a scanner meant where the computer put two characters together: an accent and a letter. The
 * accent alone is what it makes of a space behind it.
 * @param {string} sign
 * @param {boolean} afterDead whether the accent was a key of its own, and has been read already
 * @param {Record<string, string>} characters
 */
function accented(sign, afterDead, characters) {
  const [base = "", accent = ""] = sign.normalize("NFD");
  const spacing = ACCENTS[accent] ?? "";
  const first = afterDead ? "" : (characters[spacing] ?? "");
  const letter = known(base, characters) ?? asWritten(base, "");
  return afterDead && Object.values(ACCENTS).includes(sign) ? " " : first + letter;
}

/** Caps lock turns what a computer writes. @param {string} sign */
function otherCase(sign) {
  return sign === sign.toUpperCase() ? sign.toLowerCase() : sign.toUpperCase();
}

/**
 * @param {string} key
 * @param {string} code
 */
function asWritten(key, code) {
  return key.length === 1 ? key.toUpperCase() : code === "Space" ? " " : "\ufffd";
}

/**
 * @param {Stroke} one
 * @param {import("./layouts.js").Layout} layout
 */
function byLayout(one, layout) {
  const press = { ...one, ctrlKey: false, altKey: false, metaKey: false };
  return meant(press, layout) ?? asWritten(one.key, one.code);
}

/**
 * The ways in which these keys may be the beginning of a badge, as far as they go.
 * @param {readonly Stroke[]} strokes
 * @param {Learned | null} learned
 * @returns {Way[]}
 */
export function opening(strokes, learned) {
  const first = strokes.slice(0, PREFIX.length + (learned?.before ?? 0));
  /** @type {Way[]} */
  const ways = learned === null ? [...WAYS] : ["learned", ...WAYS];
  return ways.filter((way) => {
    const whole = learned !== null && way === "learned" ? { ...learned, after: 0 } : learned;
    const text = readAs(first, way, whole);
    return text.startsWith(PREFIX) || PREFIX.startsWith(text);
  });
}

/**
 * What these keys say.
 * @param {readonly Stroke[]} strokes
 * @param {Learned | null} learned
 * @returns {{ way: Way, text: string }}
 */
export function reading(strokes, learned) {
  const [way = learned === null ? "us" : "learned"] = opening(strokes, learned);
  return { way, text: readAs(strokes, way, learned) };
}
