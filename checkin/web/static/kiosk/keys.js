/**
 * What a key means by its place on the keyboard. A scanner presses keys as if it stood on a US
 * keyboard, whatever layout the computer believes in, so the place tells the truth and the
 * character that the computer makes of it doesn't.
 */

/** Plain and shifted character of each key of a US keyboard. @type {Record<string, string>} */
const US = {
  Backquote: "`~",
  Digit1: "1!",
  Digit2: "2@",
  Digit3: "3#",
  Digit4: "4$",
  Digit5: "5%",
  Digit6: "6^",
  Digit7: "7&",
  Digit8: "8*",
  Digit9: "9(",
  Digit0: "0)",
  Minus: "-_",
  Equal: "=+",
  BracketLeft: "[{",
  BracketRight: "]}",
  Backslash: "\\|",
  Semicolon: ";:",
  Quote: "'\"",
  Comma: ",<",
  Period: ".>",
  Slash: "/?",
  Space: "  ",
  NumpadAdd: "++",
  NumpadSubtract: "--",
  NumpadMultiply: "**",
  NumpadDivide: "//",
  NumpadDecimal: "..",
};

for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
  // Badges have no small letters: shift and caps lock don't matter.
  US[`Key${letter}`] = letter + letter;
}
for (const digit of "0123456789") {
  US[`Numpad${digit}`] = digit + digit;
}

const ENDS = new Set(["Enter", "NumpadEnter", "Tab"]);
const MODIFIERS = new Set([
  "Shift",
  "Control",
  "Alt",
  "AltGraph",
  "Meta",
  "CapsLock",
  "NumLock",
  "Fn",
]);
const ZOOM = new Set(["Equal", "Minus", "Digit0", "NumpadAdd", "NumpadSubtract", "Numpad0"]);
const EDITING = new Set([
  "Backspace",
  "Delete",
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
  "PageUp",
  "PageDown",
  "Escape",
]);
const CLIPBOARD = new Set(["KeyA", "KeyC", "KeyV", "KeyX", "KeyZ"]);

/**
 * @typedef {object} Press What a keyboard event says, and no more.
 * @property {string} code
 * @property {string} key
 * @property {boolean} shiftKey
 * @property {boolean} ctrlKey
 * @property {boolean} altKey
 * @property {boolean} metaKey
 * @property {boolean} [altGraph] whether the key for third characters is held
 */

/**
 * @typedef {"character" | "end" | "editing" | "harmless" | "control" | "modifier"} Kind
 * `harmless` shortcuts reach the browser unless a scan is running; `control` never does.
 */

/**
 * @param {Press} press
 * @returns {Kind}
 */
export function kindOf(press) {
  const writes = press.key.length === 1 || press.key === "Dead";
  if (MODIFIERS.has(press.key) || (press.code === "" && !writes && !ENDS.has(press.key))) {
    return "modifier"; // the second half: an on-screen keyboard, whose text comes as input instead
  }
  if (press.altKey && press.ctrlKey && writes) {
    return "character"; // AltGr, as Windows reports it
  }
  if (press.ctrlKey || press.metaKey || press.altKey) {
    const plain = !press.altKey && !press.shiftKey;
    const kept = ZOOM.has(press.code) || CLIPBOARD.has(press.code) || press.code === "KeyR";
    return (plain && kept) || ZOOM.has(press.code) ? "harmless" : "control";
  }
  if (ENDS.has(press.code) || ENDS.has(press.key)) {
    return "end";
  }
  if (EDITING.has(press.code)) {
    return "editing";
  }
  if (press.code === "F5" || press.code === "F11") {
    return "harmless"; // staff load the page anew, or fill the screen with it
  }
  return byPlace(press) === null && !writes ? "control" : "character";
}

/**
 * The character that a scanner meant, or null if this key writes none.
 * @param {Press} press
 */
export function byPlace(press) {
  const pair = US[press.code];
  if (pair === undefined) {
    return press.code === "" && press.key.length === 1 ? press.key.toUpperCase() : null;
  }
  // Software that types for a scanner may give the key its shifted character without holding shift.
  const shifted = press.shiftKey || press.key === pair[1];
  return pair.charAt(shifted ? 1 : 0);
}
