/** What the demo's guide types is what a kiosk reads, and its steps are told apart. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { strokes } from "../../checkin/web/static/demo/scanner.js";
import { completed, next } from "../../checkin/web/static/demo/steps.js";
import { byPlace } from "../../checkin/web/static/kiosk/keys.js";

const BADGE = "CI1:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** @type {import("../../checkin/web/static/demo/steps.js").Step[]} */
const STEPS = [
  { step: "decline", path: "/no-badge" },
  { step: "day-pass", answer: "admit", held: "day-pass" },
  { step: "join", event: "joined" },
  { step: "way-in", answer: "admit", held: "day-pass", after: "join" },
];

/** @param {string} held */
const admitted = (held) => /** @type {const} */ ({ kind: "answer", answer: "admit", held });

test("every character of a badge is typed by the key that a kiosk reads it from", () => {
  const keys = strokes(BADGE);

  const read = keys.slice(0, -1).map((key) => byPlace({ ...key, ctrlKey: false, altKey: false, metaKey: false }));

  assert.equal(read.join(""), BADGE);
});

test("a scanner ends with Enter and leaves out what it has no key for", () => {
  assert.deepEqual(
    strokes("A\u00e9B").map((key) => key.code),
    ["KeyA", "KeyB", "Enter"],
  );
});

test("a sign completes the first step that waits for it", () => {
  assert.equal(completed(STEPS, new Set(), { kind: "path", path: "/no-badge" }), "decline");
  assert.equal(completed(STEPS, new Set(), admitted("day-pass")), "day-pass");
  assert.equal(completed(STEPS, new Set(), { kind: "event", event: "joined" }), "join");
});

test("a step that was done is done once", () => {
  assert.equal(completed(STEPS, new Set(["decline"]), { kind: "path", path: "/no-badge" }), null);
});

test("a step counts only after the one that it needs", () => {
  assert.equal(completed(STEPS, new Set(["day-pass"]), admitted("day-pass")), null);
  assert.equal(completed(STEPS, new Set(["day-pass", "join"]), admitted("day-pass")), "way-in");
});

test("what somebody else holds up completes nothing", () => {
  assert.equal(completed(STEPS, new Set(), admitted("badge-1")), null);
});

test("the next step is the first that isn't done, and none when all are", () => {
  assert.equal(next(STEPS, new Set(["decline", "join"])), "day-pass");
  assert.equal(next(STEPS, new Set(STEPS.map(({ step }) => step))), null);
});
