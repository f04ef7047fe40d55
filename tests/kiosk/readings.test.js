import { test } from "node:test";
import assert from "node:assert/strict";
import {
  CALIBRATION,
  Calibration,
  knownWay,
  learn,
} from "../../checkin/web/static/kiosk/calibration.js";
import { reading, stroke } from "../../checkin/web/static/kiosk/readings.js";
import { KEYBOARDS, pressed } from "./keyboards.js";

/** @typedef {import("./keyboards.js").Keyboard} Keyboard */

const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const BADGE = `CI1:${BASE45}+A+E +:++/ZY%M*Q$W.${BASE45}`;
const COMMON = /** @type {Keyboard[]} */ (["us", "german", "french"]);
const ALL = /** @type {Keyboard[]} */ (Object.keys(KEYBOARDS));

/**
 * @param {string} text
 * @param {Keyboard} scanner
 * @param {Keyboard} computer
 * @param {{ places?: boolean, capsLock?: boolean }} [how]
 */
function strokes(text, scanner, computer, how) {
  return pressed(text, scanner, computer, how).map((press, at) => stroke(press, at * 8));
}

for (const scanner of COMMON) {
  for (const computer of COMMON) {
    test(`a ${scanner} scanner is read right on a ${computer} computer`, () => {
      assert.equal(reading(strokes(BADGE, scanner, computer), null).text, BADGE);
    });
  }
}

test("a scanner and a computer of the same layout are read right, whichever it is", () => {
  const read = reading(strokes(BADGE, "turkish", "turkish"), null);

  assert.deepEqual(read, { way: "computer", text: BADGE });
});

for (const places of [true, false]) {
  for (const scanner of ALL) {
    for (const computer of ALL) {
      const how = places ? "by the places of keys" : "by what the computer writes";
      test(`${how}, a ${scanner} scanner on a ${computer} computer is learned and read right`, () => {
        const learned = learn(strokes(CALIBRATION, scanner, computer, { places }));

        assert.ok(learned !== null);
        assert.deepEqual(reading(strokes(BADGE, scanner, computer, { places }), learned), {
          way: "learned",
          text: BADGE,
        });
      });
    }
  }
}

test("without places of keys, a US scanner is mixed up by a German computer", () => {
  const keys = strokes(BADGE, "us", "german", { places: false });

  assert.notEqual(reading(keys, null).text, BADGE);
});

test("caps lock pressed after the lesson changes nothing", () => {
  const learned = learn(strokes(CALIBRATION, "us", "german", { places: false }));
  const keys = strokes(BADGE, "us", "german", { places: false, capsLock: true });

  assert.equal(reading(keys, learned).text, BADGE);
});

test("a remote desktop that hands over finished letters with accents is learned too", () => {
  const finished = (/** @type {string} */ text) =>
    Array.from(text.replaceAll("+A", "À").replaceAll("+", "`"), (key) =>
      stroke({ code: "", key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false }, 0),
    );
  const learned = learn(finished(CALIBRATION));

  assert.equal(reading(finished("CI1:A+B+AC"), learned).text, "CI1:A+B+AC");
});

test("what a scanner puts around every code is learned and left out", () => {
  const around = (/** @type {string} */ text) => strokes(`]Q3${text}.X`, "us", "german");
  const learned = learn(around(CALIBRATION));

  assert.deepEqual([learned?.before, learned?.after], [3, 2]);
  assert.equal(reading(around(BADGE), learned).text, BADGE);
});

test("whoever reads right without it needs no lesson", () => {
  assert.equal(knownWay(strokes(CALIBRATION, "us", "french")), "us");
  assert.equal(knownWay(strokes(CALIBRATION, "french", "us")), "french");
  assert.equal(knownWay(strokes(CALIBRATION, "turkish", "us")), null);
});

test("nothing but the whole calibration code teaches anything", () => {
  const keys = strokes(CALIBRATION, "us", "german", { places: false });
  const mixed = keys.map((one, at) => (at === 60 ? { ...one, key: "x" } : one));
  const doubled = keys.map((one) => (one.key === "4" ? { ...one, key: "5" } : one));

  const cut = [keys.slice(1), keys.slice(0, -1)];
  for (const other of [strokes(BADGE, "us", "us"), ...cut, mixed, doubled]) {
    assert.equal(learn(other), null);
  }
  assert.equal(learn([...strokes("A".repeat(30), "us", "us"), ...keys]), null);
});

/** @param {string | null} kept */
function storage(kept) {
  const held = new Map(kept === null ? [] : [["scanner", kept]]);
  return {
    held,
    getItem: (/** @type {string} */ name) => held.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => void held.set(name, text),
    removeItem: (/** @type {string} */ name) => void held.delete(name),
  };
}

test("what was learned outlives a restart, until it is forgotten", () => {
  const learned = learn(strokes(CALIBRATION, "turkish", "german"));
  assert.ok(learned !== null);
  const device = storage(null);
  new Calibration(device).keep(learned);

  const later = new Calibration(device);
  assert.deepEqual(later.learned, learned);
  later.forget();

  assert.deepEqual([later.learned, device.held.size], [null, 0]);
});

test("what can't be read, or isn't whole, counts as nothing learned", () => {
  const part = JSON.stringify({ characters: { KeyA: "A" }, before: 0, after: 0 });

  for (const kept of [null, "", "{", "null", "{}", part]) {
    assert.equal(new Calibration(storage(kept)).learned, null);
  }
});
