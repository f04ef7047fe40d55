/**
 * Where the characters of a badge are on the keyboards that scanners are set up for. A scanner
 * presses keys as if it stood on its own keyboard, whatever layout the computer believes in.
 */

import { byPlace } from "./keys.js";

/** @typedef {import("./keys.js").Press} Press */

const SHIFT = "+"; // before a place: the key is pressed together with Shift

/**
 * Places that differ from those of a US keyboard.
 * @typedef {Record<string, string>} Places
 */

/** @type {Places} */
const GERMAN = {
  KeyY: "Z",
  KeyZ: "Y",
  BracketRight: "+",
  Slash: "-",
  [`${SHIFT}Period`]: ":",
  [`${SHIFT}Digit7`]: "/",
  [`${SHIFT}BracketRight`]: "*",
};

/** @type {Places} */
const FRENCH = {
  KeyQ: "A",
  KeyA: "Q",
  KeyW: "Z",
  KeyZ: "W",
  Semicolon: "M",
  BracketRight: "$",
  Backslash: "*",
  Digit6: "-",
  Period: ":",
  [`${SHIFT}Quote`]: "%",
  [`${SHIFT}Equal`]: "+",
  [`${SHIFT}Comma`]: ".",
  [`${SHIFT}Period`]: "/",
};
for (const digit of "0123456789") {
  FRENCH[`${SHIFT}Digit${digit}`] = digit;
}
for (const letters of [GERMAN, FRENCH]) {
  for (const [place, character] of Object.entries(letters)) {
    if (/[A-Z]/.test(character)) {
      letters[SHIFT + place] = character; // a scanner writes large letters, or caps lock does it
    }
  }
}

/** @typedef {keyof typeof LAYOUTS} Layout */
export const LAYOUTS = { us: {}, german: GERMAN, french: FRENCH };

/**
 * The character that a scanner with this layout meant, or null if the key writes none.
 * @param {Press} press
 * @param {Layout} layout
 */
export function meant(press, layout) {
  const places = /** @type {Places} */ (LAYOUTS[layout]);
  return places[(press.shiftKey ? SHIFT : "") + press.code] ?? byPlace(press);
}
