import { test } from "node:test";
import assert from "node:assert/strict";
import { recognise } from "../../checkin/web/static/kiosk/badge.js";
import { middle, looksAtPerson } from "../../checkin/web/static/kiosk/camera.js";
import { sight } from "../../checkin/web/static/kiosk/decode.js";
import { ALPHABET, normalise, pretty, symbols } from "../../checkin/web/static/kiosk/shortcode.js";

test("a badge is asked about exactly as it was read", () => {
  assert.deepEqual(recognise("CI1:AB $%*+-./:9"), { kind: "badge", token: "CI1:AB $%*+-./:9" });
});

test("control characters around a badge are dropped", () => {
  assert.deepEqual(recognise("\u0002CI1:AB\r\n\u001d"), { kind: "badge", token: "CI1:AB" });
});

for (const text of ["", "CI1:", "https://example.org/", "ci1:AB", "HC1:ABCDEF", "4006381333931"]) {
  test(`${JSON.stringify(text)} is nobody's business and stays here`, () => {
    assert.deepEqual(recognise(text), { kind: "other" });
  });
}

test("a text longer than any badge isn't one", () => {
  assert.equal(recognise(`CI1:${"A".repeat(1_196)}`).kind, "badge");
  assert.equal(recognise(`CI1:${"A".repeat(1_197)}`).kind, "other");
});

test("a typed code is sent without its hyphen, in capitals", () => {
  assert.deepEqual(recognise("abcde-fghjk"), { kind: "code", token: "ABCDEFGHJK" });
});

test("letters that look like digits are those digits", () => {
  assert.equal(normalise("oOiIlL7890"), "0011117890");
});

test("a code with a character too few, too many or unknown is no code", () => {
  assert.deepEqual(["ABCDEFGHJ", "ABCDEFGHJK0", "ABCDEFGHJU", "ABCDE*GHJK"].map(normalise), [
    null,
    null,
    null,
    null,
  ]);
});

test("what is typed appears as it is printed", () => {
  assert.deepEqual(["a", "abcde", "abcdef", "abcde-fghjk"].map(pretty), [
    "A",
    "ABCDE",
    "ABCDE-F",
    "ABCDE-FGHJK",
  ]);
});

test("formatting what is formatted changes nothing", () => {
  assert.equal(pretty(pretty("abcdefghjk")), "ABCDE-FGHJK");
});

test("more than ten characters and anything that no code has are dropped as they are typed", () => {
  assert.equal(symbols("a b!cü-defghjkmnp"), "ABCDEFGHJK");
});

test("the keypad's alphabet has no two characters that are easily confused", () => {
  assert.equal(ALPHABET.length, 32);
  assert.ok(!/[ILOU]/.test(ALPHABET));
});

test("one badge in view is read", () => {
  assert.deepEqual(sight(["CI1:ONE"]), { kind: "text", text: "CI1:ONE" });
});

test("two different badges in view are never chosen between", () => {
  assert.deepEqual(sight(["CI1:ONE", "CI1:TWO"]), { kind: "several" });
});

test("the same badge seen twice is one", () => {
  assert.deepEqual(sight(["CI1:ONE", "CI1:ONE"]), { kind: "text", text: "CI1:ONE" });
});

test("a poster's code beside a badge doesn't count", () => {
  assert.deepEqual(sight(["https://example.org/", "CI1:ONE"]), { kind: "text", text: "CI1:ONE" });
});

test("an empty view is nothing", () => {
  assert.deepEqual(sight([]), { kind: "nothing" });
});

test("only the square in the middle of a picture is looked at", () => {
  assert.deepEqual(middle(960, 720), { x: 120, y: 0, side: 720 });
  assert.deepEqual(middle(480, 640), { x: 0, y: 80, side: 480 });
});

test("a camera that says nothing of itself faces the person, as a laptop's does", () => {
  assert.ok(looksAtPerson(undefined, "Integrated Webcam"));
  assert.ok(looksAtPerson("user", ""));
  assert.ok(!looksAtPerson("environment", "Front Camera"));
  assert.ok(!looksAtPerson(undefined, "Back Camera"));
});
