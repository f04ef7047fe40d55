import { test } from "node:test";
import assert from "node:assert/strict";
import { CALIBRATION, learn } from "../../checkin/web/static/kiosk/calibration.js";
import { stroke } from "../../checkin/web/static/kiosk/readings.js";
import { TEST, report, tested } from "../../checkin/web/static/kiosk/selftest.js";
import { pressed } from "./keyboards.js";

/** @typedef {import("./keyboards.js").Keyboard} Keyboard */

/** Every word is its own name, so that a test sees which was chosen. */
const NAMES = /** @type {Record<string, string>} */ ({});
const WORDS = { scanner: new Proxy(NAMES, { get: (_, name) => String(name) }) };

/**
 * @param {string} text
 * @param {object} [how]
 * @param {Keyboard} [how.scanner]
 * @param {Keyboard} [how.computer]
 * @param {number} [how.pace]
 * @param {boolean} [how.places]
 * @param {boolean} [how.capsLock]
 * @returns {import("../../checkin/web/static/kiosk/scanner.js").Heard}
 */
function heard(text, { scanner = "us", computer = "us", pace = 8, ...how } = {}) {
  const keys = pressed(text, scanner, computer, how);
  const strokes = keys.map((press, at) => stroke(press, at * pace));
  return { kind: "scan", text, typed: text, strokes, ending: "Enter" };
}

/**
 * @param {import("../../checkin/web/static/kiosk/scanner.js").Heard} scan
 * @param {import("../../checkin/web/static/kiosk/readings.js").Learned | null} [learned]
 */
const told = (scan, learned = null) => report(scan, learned, WORDS);

test("a scanner that works is told so", () => {
  const { headline, good, findings } = told(heard(TEST));

  assert.deepEqual([headline, good], ["works", true]);
  assert.ok(findings.every((finding) => finding.good));
  assert.deepEqual(
    findings.map(({ label, value }) => `${label} ${value}`),
    [
      "characters is_all",
      "layout is_us",
      "keys is_placed",
      "ending is_Enter",
      "added is_nothing",
      "caps is_off",
      "speed is_speed",
    ],
  );
});

test("German and French scanners work, and are called so", () => {
  for (const scanner of /** @type {Keyboard[]} */ (["german", "french"])) {
    const { headline, findings } = told(heard(TEST, { scanner, computer: "us" }));

    assert.equal(headline, "works");
    assert.equal(findings[1]?.value, `is_${scanner}`);
  }
});

test("a layout that nobody knows is called mixed up until it is learned", () => {
  const how = /** @type {const} */ ({ scanner: "turkish", computer: "us" });
  const before = told(heard(TEST, how));
  const lesson = told(heard(CALIBRATION, how));
  const after = told(heard(TEST, how), lesson.learned ?? null);

  assert.deepEqual([before.headline, before.good], ["mistakes", false]);
  assert.ok(before.findings[0]?.value.includes(". → /"));
  assert.equal(lesson.headline, "learned");
  assert.deepEqual([after.headline, after.findings[1]?.value], ["works", "is_learned"]);
});

test("a layout that begins like another one is told by what it mixes up, and learned", () => {
  const how = /** @type {const} */ ({ scanner: "german", computer: "spanish" });
  const before = told(heard(TEST, how));
  const { learned } = told(heard(CALIBRATION, how));

  assert.equal(before.headline, "mistakes");
  assert.equal(before.findings[0]?.value, "is_mistaken Z → Y, Y → Z");
  assert.equal(before.findings[1]?.value, "is_unknown");
  assert.equal(told(heard(TEST, how), learned ?? null).headline, "works");
});

test("a scanner that is read right as it is gets no lesson, and an old one is dropped", () => {
  const { headline, learned } = told(heard(CALIBRATION, { scanner: "french", computer: "german" }));

  assert.deepEqual([headline, learned], ["known", null]);
});

test("characters that never arrive are named", () => {
  const test = tested(heard(TEST.replaceAll("$", "").replaceAll("%", "")), null);

  assert.deepEqual(test?.missing, ["$", "%"]);
  assert.equal(told(heard(TEST.replaceAll("$", ""))).headline, "misses");
});

test("characters that get lost now and then are told from those that never arrive", () => {
  const test = tested(heard(TEST.replace("QUICK", "QICK").replace("7", "")), null);

  assert.deepEqual([test?.missing, test?.dropped], [[], ["U", "7"]]);
});

test("what a scanner adds is shown, before and behind", () => {
  const scan = heard(`]Q3${TEST}.X `);
  const { headline, findings } = told(scan);

  assert.equal(headline, "adds");
  assert.deepEqual(findings[4], { label: "added", value: "]Q3 .X␣", good: false });
  assert.equal(told(scan, learn(heard(`]Q3${CALIBRATION}.X `).strokes)).headline, "works");
});

test("caps lock is noticed, and does no harm", () => {
  for (const places of [true, false]) {
    const { headline, findings } = told(heard(TEST, { capsLock: true, places }));

    assert.deepEqual([headline, findings[5]?.value], ["works", "is_caps"]);
  }
});

test("a slow scanner works, and is told how long a badge takes", () => {
  const { headline, good, findings } = report(heard(TEST, { pace: 40 }), null, {
    scanner: { slow: "slow", speed: "speed", is_speed: "{seconds} s" },
  });

  assert.deepEqual([headline, good], ["slow", false]);
  assert.deepEqual(findings[6], { label: "speed", value: "12.5 s", good: false });
});

test("a computer that doesn't say where keys are is named", () => {
  assert.equal(told(heard(TEST, { places: false })).findings[2]?.value, "is_written");
});

test("a badge is no test", () => {
  const badge = `CI1:${"NCFOXN*TS3DHPVO%ANPNE8J-9VTR6CL.D4F7".repeat(8)}`;

  assert.equal(told(heard(badge)).headline, "other");
});

test("another code is no test, and one that arrived in pieces is asked to be slower", () => {
  assert.equal(told(heard("HTTPS://LINDEN.EXAMPLE/LUNCH")).headline, "other");
  assert.equal(told(heard(CALIBRATION.replaceAll("Q", ""))).headline, "garbled");
  assert.equal(told(heard(CALIBRATION.slice(1))).headline, "garbled");
});
