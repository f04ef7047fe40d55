/** How long people wait, apart for both ways in: what is measured, and what little is told of it. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ENOUGH, LONGEST, NEWEST, Parity } from "../../checkin/web/static/kiosk/parity.js";
import { awake } from "../../checkin/web/static/kiosk/situation.js";
import { reduce } from "../../checkin/web/static/kiosk/state.js";

const HOUR = 3_600_000;
/** @type {{ cases: { name: string, text: string }[] }} */
const { cases } = JSON.parse(readFileSync(new URL("../vectors/badge.json", import.meta.url), "utf8"));
/** @param {string} wanted */
const text = (wanted) => cases.find(({ name }) => name === wanted)?.text ?? "";
const PRINTED = text("a printed badge");
const LIVE = text("a live badge, Ed25519");
const DAY = text("a day pass");

/** @type {import("../../checkin/web/static/kiosk/situation.js").Place} */
const PLACE = {
  site: "Harbour House",
  door: "Main entrance",
  directions: ["in"],
  input: "both",
  posture: "normal",
  languages: ["en"],
};
const READY = reduce(awake("en", 0), { type: "heartbeat", place: PLACE, at: 0 });

/** A screen's measure, and the clock on its wall. */
function screen() {
  const wall = { now: 8 * HOUR };
  return { wall, parity: new Parity(() => wall.now) };
}

/**
 * @param {Parity} parity
 * @param {string} shown
 * @param {number} times
 * @param {number} [milliseconds]
 */
function letIn(parity, shown, times, milliseconds = 800) {
  for (let done = 0; done < times; done += 1) {
    parity.took(shown, milliseconds);
  }
}

/** @param {Parity} parity @param {{ now: number }} wall */
function nextHour(parity, wall) {
  wall.now += HOUR;
  return parity.medians();
}

/**
 * One badge that is held up, and what is measured of it.
 * @param {Partial<import("../../checkin/web/static/kiosk/scan.js").Answer>} answer
 * @param {string} shown
 */
function measured({ say = "welcome", admit = true }, shown = DAY) {
  const { parity } = screen();
  let state = READY;
  for (const event of /** @type {import("../../checkin/web/static/kiosk/situation.js").Happening[]} */ ([
    { type: "hearing", at: 140 },
    { type: "presented", text: shown, source: "scanner", nonce: "n", takenAt: "t", since: 100, at: 300 },
    { type: "tick", at: 400 },
    { type: "answered", nonce: "n", say, admit, at: 950 },
    { type: "tick", at: 1_200 },
  ])) {
    const before = state;
    state = reduce(before, event);
    parity.follow(before, state, event.at);
  }
  return parity.times;
}

test("a wait begins with the first key and ends with green, once", () => {
  assert.deepEqual(measured({}), { badge: [], day_pass: [850] });
  assert.deepEqual(measured({}, PRINTED), { badge: [850], day_pass: [] });
});

test("nobody's wait counts who isn't let in", () => {
  assert.deepEqual(measured({ say: "use_desk", admit: false }), { badge: [], day_pass: [] });
});

test("badges on paper and on phones are one way, day passes the other; a typed code is neither", () => {
  const { parity } = screen();

  for (const shown of [PRINTED, LIVE, DAY, "ABCDEFGHJK"]) {
    parity.took(shown, 700);
  }

  assert.deepEqual(parity.times, { badge: [700, 700], day_pass: [700] });
});

test("what took no time or a minute wasn't somebody waiting", () => {
  const { parity } = screen();

  for (const milliseconds of [-3, 0, LONGEST + 1, NaN]) {
    parity.took(DAY, milliseconds);
  }

  assert.deepEqual(parity.times.day_pass, []);
});

test("nothing is told before enough people came in either way", () => {
  const { parity, wall } = screen();
  letIn(parity, PRINTED, 200);
  letIn(parity, DAY, ENOUGH - 1);

  assert.equal(nextHour(parity, wall), null);

  letIn(parity, DAY, 1);
  assert.deepEqual(nextHour(parity, wall), { badge: 800, day_pass: 800 });
});

test("what is told changes when an hour turns, so that it never tells of whoever came just now", () => {
  const { parity, wall } = screen();
  letIn(parity, PRINTED, ENOUGH);
  letIn(parity, DAY, ENOUGH);
  wall.now += HOUR - 1;
  assert.equal(parity.medians(), null);

  wall.now += 1;
  const first = parity.medians();
  letIn(parity, DAY, ENOUGH, 5_000);
  letIn(parity, PRINTED, ENOUGH, 5_000);

  assert.deepEqual(first, { badge: 800, day_pass: 800 });
  assert.equal(parity.medians(), first);
});

test("a median is told until it is known, and never made of the same people twice", () => {
  const { parity, wall } = screen();
  letIn(parity, PRINTED, ENOUGH, 600.4);
  letIn(parity, DAY, ENOUGH, 900);
  const first = nextHour(parity, wall);
  assert.equal(nextHour(parity, wall), first);

  parity.told();

  assert.deepEqual(first, { badge: 600, day_pass: 900 });
  assert.equal(nextHour(parity, wall), null);
});

test("a median is the middle one, whoever was slowest, and in whole milliseconds", () => {
  const { parity, wall } = screen();
  letIn(parity, PRINTED, ENOUGH, 0.2);
  for (const milliseconds of [900, 100, 50_000, 800, 700, 300, 1_000, 200, 400, 40_000, 600]) {
    parity.took(DAY, milliseconds);
  }

  assert.deepEqual(nextHour(parity, wall), { badge: 1, day_pass: 700 });
});

test("the page keeps only the newest, and numbers alone", () => {
  const { parity } = screen();
  letIn(parity, PRINTED, 1, 1);
  letIn(parity, PRINTED, NEWEST, 900);

  assert.deepEqual(new Set(parity.times.badge), new Set([900]));
  assert.equal(parity.times.badge.length, NEWEST);
});

test("a screen that is set up anew starts anew", () => {
  const { parity, wall } = screen();
  letIn(parity, PRINTED, ENOUGH);
  letIn(parity, DAY, ENOUGH);

  parity.follow(READY, reduce(READY, { type: "unpaired", at: 10 }), 10);

  assert.equal(nextHour(parity, wall), null);
});
