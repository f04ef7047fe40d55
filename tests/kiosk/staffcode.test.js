import { test } from "node:test";
import assert from "node:assert/strict";
import { awake, belongsToDraft } from "../../checkin/web/static/kiosk/situation.js";
import {
  MOST_WRONG,
  PAUSE,
  StaffCode,
  digits,
} from "../../checkin/web/static/kiosk/staffcode.js";
import { CARE_SHOWN, reduce } from "../../checkin/web/static/kiosk/state.js";

/** @typedef {import("../../checkin/web/static/kiosk/situation.js").Happening} Happening */
/** @typedef {import("../../checkin/web/static/kiosk/staffcode.js").Tried} Tried */

/** What the server's own code makes of 01234567, a salt of 20 bytes and 1000 rounds. */
const VERIFIER = {
  salt: "AAECAwQFBgcICQoLDA0ODxAREhM",
  rounds: 1_000,
  hash: "1Gt7nJlN4-a7OH8is7_AJfgCYhyyoOS6olxSM0YwrR0",
};
const RIGHT = "01234567";
const WRONG = "76543210";

test("the right code is right, and any other is wrong", async () => {
  const code = new StaffCode(() => 0);

  assert.equal(await code.try(WRONG, VERIFIER), "wrong");
  assert.equal(await code.try("", VERIFIER), "wrong");
  assert.equal(await code.try(RIGHT, VERIFIER), "right");
});

test("after five wrong tries even the right code waits a minute", async () => {
  let now = 0;
  const code = new StaffCode(() => now);
  for (let tries = 1; tries < MOST_WRONG; tries += 1) {
    assert.equal(await code.try(WRONG, VERIFIER), "wrong");
  }
  assert.equal(await code.try(WRONG, VERIFIER), "pause");

  now = PAUSE - 1;
  assert.equal(await code.try(RIGHT, VERIFIER), "pause");
  now = PAUSE;
  assert.equal(await code.try(RIGHT, VERIFIER), "right");
});

test("the right code at the fifth try opens, and the tries begin anew", async () => {
  const code = new StaffCode(() => 0);
  const tried = [WRONG, WRONG, WRONG, WRONG, RIGHT, WRONG];
  const said = [];
  for (const one of tried) {
    said.push(await code.try(one, VERIFIER));
  }

  assert.deepEqual(said, ["wrong", "wrong", "wrong", "wrong", "right", "wrong"]);
});

test("many tries at once are as many tries", async () => {
  const code = new StaffCode(() => 0);
  const said = await Promise.all(Array.from({ length: 20 }, () => code.try(WRONG, VERIFIER)));

  assert.equal(said.filter((one) => one === "pause").length >= 20 - MOST_WRONG, true);
});

test("without a code from the server, or with one that makes no sense, nothing opens", async () => {
  const code = new StaffCode(() => 0);

  assert.equal(await code.try(RIGHT, null), "unknown");
  assert.equal(await code.try(RIGHT, { ...VERIFIER, hash: "" }), "wrong");
  assert.equal(await code.try(RIGHT, { ...VERIFIER, salt: "&" }), "wrong");
});

test("a code is its digits, in whichever groups it was typed", () => {
  assert.equal(digits("0123 4567"), RIGHT);
  assert.equal(digits("a0-1.2345678"), "01234567");
});

const CLOSED = awake("en", 0);

/** @param {...Happening} events */
const after = (...events) => events.reduce(reduce, CLOSED);
/** @type {Happening} */
const OPENS = { type: "panel", panel: "staff", at: 1 };
/** @param {Tried} tried @returns {Happening} */
const tried = (tried) => ({ type: "staff", tried, at: 2 });

test("only the right code leads to what staff see", () => {
  assert.equal(after(OPENS, tried("right")).panel, "care");
  for (const one of /** @type {Tried[]} */ (["wrong", "pause", "unknown"])) {
    const { panel, draft, staffProblem } = after(
      OPENS,
      { type: "typed", text: WRONG, at: 1 },
      tried(one),
    );
    assert.deepEqual([panel, draft, staffProblem], ["staff", "", one]);
  }
});

test("a code that turns out right after its panel was closed opens nothing", () => {
  assert.equal(after(OPENS, { type: "panel", panel: null, at: 1 }, tried("right")).panel, null);
  assert.equal(after(tried("right")).panel, null);
});

test("only digits are typed, wherever they come from", () => {
  const typing = after(OPENS, { type: "typed", text: "12ab", at: 1 });

  assert.equal(typing.draft, "12");
  assert.equal(reduce(typing, { type: "draft", text: "1 2345 67890", at: 2 }).draft, "12345678");
  assert.ok(belongsToDraft(typing, "345678"));
});

test("what staff forgot to close closes by itself", () => {
  const open = after(OPENS, tried("right"));

  assert.equal(reduce(open, { type: "tick", at: CARE_SHOWN }).panel, "care");
  assert.equal(reduce(open, { type: "tick", at: CARE_SHOWN + 2 }).panel, null);
});
