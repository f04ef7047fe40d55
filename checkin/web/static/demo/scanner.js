/**
 * Types a text into a page as a scanner would: by physical keys of a US keyboard, whatever layout
 * this computer has, with Enter at the end. Pure but for `type`, which sends the keys.
 */

/** Each key's plain and shifted character. @type {Record<string, string>} */
const KEYS = {
  Digit1: "1!", Digit2: "2@", Digit3: "3#", Digit4: "4$", Digit5: "5%", Digit6: "6^",
  Digit7: "7&", Digit8: "8*", Digit9: "9(", Digit0: "0)", Minus: "-_", Equal: "=+",
  Semicolon: ";:", Comma: ",<", Period: ".>", Slash: "/?", Space: "  ",
};

/**
 * @typedef {object} Stroke
 * @property {string} code the key's place on the keyboard
 * @property {string} key what it writes
 * @property {boolean} shiftKey
 */

/**
 * The keys that write a badge's text; any other character is left out, as scanners do.
 * @param {string} text
 * @returns {Stroke[]}
 */
export function strokes(text) {
  const written = [...text].map(stroke).filter((found) => found !== null);
  return [...written, { code: "Enter", key: "Enter", shiftKey: false }];
}

/**
 * @param {string} character
 * @returns {Stroke | null}
 */
function stroke(character) {
  if (/^[A-Z]$/.test(character)) {
    return { code: `Key${character}`, key: character, shiftKey: true };
  }
  for (const [code, pair] of Object.entries(KEYS)) {
    const place = pair.indexOf(character);
    if (place !== -1) {
      return { code, key: character, shiftKey: place === 1 };
    }
  }
  return null;
}

/**
 * Type the text into the page of this window.
 * @param {Window & typeof globalThis} page
 * @param {string} text
 */
export function type(page, text) {
  for (const key of strokes(text)) {
    const options = { ...key, bubbles: true, cancelable: true };
    page.document.dispatchEvent(new page.KeyboardEvent("keydown", options));
  }
}
