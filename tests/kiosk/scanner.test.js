import { test } from "node:test";
import assert from "node:assert/strict";
import { byPlace, kindOf } from "../../checkin/web/static/kiosk/keys.js";
import {
  FEWEST,
  LONGEST,
  SILENCE,
  isScan,
  patience,
  settle,
  strike,
} from "../../checkin/web/static/kiosk/scanner.js";

/** @typedef {import("../../checkin/web/static/kiosk/keys.js").Press} Press */
/** @typedef {import("../../checkin/web/static/kiosk/scanner.js").Heard} Heard */

const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** Where a US keyboard has each character. @type {Record<string, [string, boolean]>} */
const PLACES = {
  " ": ["Space", false],
  "$": ["Digit4", true],
  "%": ["Digit5", true],
  "*": ["Digit8", true],
  "+": ["Equal", true],
  "-": ["Minus", false],
  ".": ["Period", false],
  "/": ["Slash", false],
  ":": ["Semicolon", true],
};

/**
 * What German and French computers make of some of those places.
 * @type {Record<string, Record<string, string>>}
 */
const LAYOUTS = {
  us: {},
  german: {
    "Semicolon+": "Ö",
    "Slash": "-",
    "Minus": "ß",
    "Equal+": "`",
    "Digit8+": "(",
    "Digit4+": "$",
    "Digit5+": "%",
    "KeyZ+": "Y",
    "KeyY+": "Z",
  },
  french: {
    "Digit0": "à",
    "Digit1": "&",
    "Digit2": "é",
    "Digit3": '"',
    "Digit4": "'",
    "Digit5": "(",
    "Digit6": "-",
    "Digit7": "è",
    "Digit8": "_",
    "Digit9": "ç",
    "Digit4+": "4",
    "Digit5+": "5",
    "Digit8+": "8",
    "Semicolon+": "M",
    "KeyQ+": "A",
    "KeyA+": "Q",
    "KeyW+": "Z",
    "KeyZ+": "W",
    "KeyM+": "?",
    "Period": ":",
    "Slash": "!",
    "Minus": ")",
  },
};

/**
 * The key that a scanner presses for a character, as a computer with this layout reports it.
 * @param {string} character
 * @param {string} [layout]
 * @returns {Press}
 */
function key(character, layout = "us") {
  const letter = /[A-Z]/.test(character) ? `Key${character}` : `Digit${character}`;
  const [code, shiftKey] = PLACES[character] ?? [letter, /[A-Z]/.test(character)];
  const seen = LAYOUTS[layout]?.[code + (shiftKey ? "+" : "")] ?? character;
  return { ...NO_KEY, code, key: seen, shiftKey };
}

const NO_KEY = {
  code: "",
  key: "",
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
};
const ENTER = { ...NO_KEY, code: "Enter", key: "Enter" };
const TYPING = { typing: true };
const NOBODY = { typing: false };
const TAB = { ...NO_KEY, code: "Tab", key: "Tab" };

/**
 * Everything heard when these keys come one after another, and which of them reached the page.
 * @param {Press[]} presses
 * @param {number} gap milliseconds between them
 * @param {boolean} [typing] whether somebody is typing a code
 */
function strokes(presses, gap, typing = false) {
  let burst = { ...SILENCE };
  /** @type {Heard[]} */
  const heard = [];
  /** @type {Press[]} */
  const passed = [];
  presses.forEach((press, at) => {
    const step = strike(burst, press, 1_000 + at * gap, { typing });
    burst = { ...step.burst };
    heard.push(...step.heard);
    if (!step.swallow) {
      passed.push(press);
    }
  });
  heard.push(...settle(burst, { typing }).heard);
  return { heard, passed };
}

/** @param {string} text @param {string} [layout] */
const typed = (text, layout) => Array.from(text, (character) => key(character, layout));

const BADGE = `CI1:${BASE45}${BASE45}`;

for (const layout of Object.keys(LAYOUTS)) {
  test(`a badge typed by a scanner through a ${layout} layout is read by the keys' places`, () => {
    const { heard } = strokes([...typed(BADGE, layout), ENTER], 8);

    assert.deepEqual(
      heard.map((one) => [one.kind, one.text]),
      [["scan", BADGE]],
    );
  });
}

test("every character that a badge can hold has one place on a keyboard", () => {
  const read = Array.from(BASE45, (character) => byPlace(key(character)));

  assert.equal(read.join(""), BASE45);
});

test("caps lock changes nothing about a badge", () => {
  const quiet = typed(BADGE).map((press) => ({ ...press, key: press.key.toLowerCase() }));

  assert.equal(strokes([...quiet, ENTER], 5).heard[0]?.text, BADGE);
});

test("software that types shifted characters without holding shift is understood", () => {
  const presses = Array.from("CI1:$%*+", (character) => ({ ...key(character), shiftKey: false }));

  assert.equal(strokes([...presses, ENTER], 0).heard[0]?.text, "CI1:$%*+");
});

test("the number block types the same digits", () => {
  const press = { ...NO_KEY, code: "Numpad7", key: "7" };

  assert.equal(byPlace(press), "7");
});

test("a keyboard that names no places is read by its characters", () => {
  assert.equal(byPlace({ ...NO_KEY, key: "c" }), "C");
});

test("Tab ends a scan as Enter does, and moves no focus", () => {
  const { heard, passed } = strokes([...typed("CI1:ABC"), TAB], 10);

  assert.equal(heard[0]?.text, "CI1:ABC");
  assert.deepEqual(passed, []);
});

test("a second Enter right behind a scan presses nothing, a later one does", () => {
  const scan = [...typed("CI1:ABC"), ENTER];

  assert.deepEqual(strokes([...scan, ENTER, TAB], 10).passed, []);
  assert.deepEqual(strokes([...scan, ENTER], 150).passed, [ENTER]);
});

test("how a scan ended is known", () => {
  const ends = [[ENTER], [TAB], []].map(
    (last) => strokes([...typed("CI1:ABC"), ...last], 10).heard[0]?.ending,
  );

  assert.deepEqual(ends, ["Enter", "Tab", "pause"]);
});

test("a pause ends a scan", () => {
  assert.deepEqual(
    strokes(typed("CI1:ABC"), 10).heard.map((one) => one.kind),
    ["scan"],
  );
});

test("nothing of a scan reaches the page, its Enter included", () => {
  assert.deepEqual(strokes([...typed(BADGE), ENTER], 10).passed, []);
});

test("two scans one after the other are two texts", () => {
  const { heard } = strokes([...typed("CI1:ONE"), ENTER, ...typed("CI1:TWO"), ENTER], 10);

  assert.deepEqual(
    heard.map((one) => one.text),
    ["CI1:ONE", "CI1:TWO"],
  );
});

test("a person's typing is told from a scanner's by its pace", () => {
  const { heard } = strokes(typed("ABCDE12345"), 180, true);

  assert.deepEqual(new Set(heard.map((one) => one.kind)), new Set(["typing"]));
  assert.equal(heard.map((one) => one.text).join(""), "ABCDE12345");
});

test("a person's letters are those of their own layout, not of the keys' places", () => {
  const { heard } = strokes([key("Y", "german")], 0);

  assert.deepEqual(
    heard.map(({ kind, text, typed }) => [kind, text, typed]),
    [["typing", "Z", "Z"]],
  );
});

test("a few quick keys are still a person's", () => {
  const few = "ABCDE1".slice(0, FEWEST - 1);

  assert.deepEqual(
    strokes(typed(few), 20).heard.map((one) => one.kind),
    ["typing"],
  );
});

test("a person's Enter presses the button it is on", () => {
  assert.deepEqual(strokes([ENTER], 0).passed, [ENTER]);
});

test("a person's Tab moves the focus", () => {
  assert.deepEqual(strokes([key("A"), TAB], 300).passed, [TAB]);
});

test("a space alone presses a button, and within a scan it is part of the badge", () => {
  const { heard, passed } = strokes([key(" ")], 0);

  assert.deepEqual([heard, passed.length], [[], 1]);
  assert.equal(strokes([...typed("CI1:A B"), ENTER], 5).heard[0]?.text, "CI1:A B");
});

test("control characters within a scan are dropped and trigger no shortcut", () => {
  const shortcut = { ...NO_KEY, code: "KeyJ", key: "j", ctrlKey: true };
  const help = { ...NO_KEY, code: "F1", key: "F1" };
  const { heard, passed } = strokes([...typed("CI1:AB"), shortcut, help, ...typed("CD"), ENTER], 6);

  assert.equal(heard[0]?.text, "CI1:ABCD");
  assert.deepEqual(passed, []);
});

test("a scan that begins with a shortcut triggers none", () => {
  const shortcuts = ["KeyP", "KeyN", "KeyO", "KeyS", "KeyW", "KeyL"].map((code) => ({
    ...NO_KEY,
    code,
    key: code.slice(3).toLowerCase(),
    ctrlKey: true,
  }));

  assert.deepEqual(strokes(shortcuts, 500).passed, []);
});

test("reloading and Escape within a scan are held back", () => {
  const reload = { ...NO_KEY, code: "F5", key: "F5" };
  const escape = { ...NO_KEY, code: "Escape", key: "Escape" };

  assert.deepEqual(strokes([...typed("CI1:ABC"), reload, escape, ENTER], 6).passed, []);
});

test("zooming in, copying and loading the page anew stay possible for people", () => {
  const zoom = { ...NO_KEY, code: "Equal", key: "+", ctrlKey: true, shiftKey: true };
  const paste = { ...NO_KEY, code: "KeyV", key: "v", ctrlKey: true };
  const reload = { ...NO_KEY, code: "F5", key: "F5" };

  assert.deepEqual([zoom, paste, reload].map(kindOf), ["harmless", "harmless", "harmless"]);
});

test("correcting a code with Backspace reaches the field, after the keys before it", () => {
  const back = { ...NO_KEY, code: "Backspace", key: "Backspace" };
  const { heard, passed } = strokes([key("A"), back], 30);

  assert.deepEqual([heard.map((one) => one.text), passed], [["A"], [back]]);
});

test("Shift and Caps Lock are no keys of a text", () => {
  const shift = { ...NO_KEY, code: "ShiftLeft", key: "Shift", shiftKey: true };
  const presses = typed("CI1:AB").flatMap((press) => [shift, press]);

  assert.equal(strokes([...presses, ENTER], 4).heard[0]?.text, "CI1:AB");
});

test("a slow scanner on a busy machine is waited for once its text has begun as a badge", () => {
  assert.equal(strokes([...typed("CI1:ABCDEFGH"), ENTER], 400).heard.length, 1);
});

test("a scanner is heard beside a person who types a code", () => {
  const { heard } = strokes([key("7"), ...typed("CI1:ABC"), ENTER], 100, true);

  assert.deepEqual(
    heard.map((one) => [one.kind, one.text]),
    [
      ["typing", "7"],
      ["scan", "CI1:ABC"],
    ],
  );
});

test("what a person types appears at once, while a scanner's next key is waited for", () => {
  const burst = (/** @type {string} */ text) =>
    typed(text).reduce((so, press) => strike(so, press, 0, TYPING).burst, SILENCE);
  const [person, scanner] = [burst("K"), burst("KABCDE")];

  assert.ok(patience(person, TYPING) <= 100);
  assert.ok(patience(person, TYPING) < patience(scanner, TYPING));
  assert.ok(patience(scanner, TYPING) < patience(scanner, NOBODY));
});

test("an endless text is cut, and can't be taken for a badge", () => {
  const { heard } = strokes([...typed("CI1:".padEnd(5_000, "A")), ENTER], 1);

  assert.equal(heard[0]?.text.length, LONGEST + 1);
});

test("a scan is noticed while it is still being typed", () => {
  let burst = { ...SILENCE };
  typed("CI1:AB").forEach((press, at) => {
    burst = { ...strike(burst, press, at * 10, NOBODY).burst };
  });

  assert.ok(isScan(burst));
});

test("a clock that jumps back begins a new text instead of joining two", () => {
  const first = strike({ ...SILENCE }, key("A"), 50_000, NOBODY).burst;
  const step = strike(first, key("B"), 10, NOBODY);

  assert.deepEqual(
    step.heard.map((one) => one.text),
    ["A"],
  );
  assert.equal(step.burst.typed, "B");
});
