/**
 * Keyboards for tests: what a scanner set to one layout presses, and what a computer set to another
 * makes of it, with dead keys and the key for third characters.
 */

/** @typedef {import("../../checkin/web/static/kiosk/keys.js").Press} Press */

const ROWS = [
  "Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal",
  "KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight",
  "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backslash",
  "KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash",
].map((row) => row.split(" "));

/** Plain, shifted and third characters, row by row; `dead` ones wait for a letter. */
export const KEYBOARDS = {
  us: {
    plain: ["`1234567890-=", "qwertyuiop[]", "asdfghjkl;'\\", "zxcvbnm,./"],
    shift: ["~!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"|', "ZXCVBNM<>?"],
    third: ["", "", "", ""],
    dead: "",
  },
  german: {
    plain: ["^1234567890ß´", "qwertzuiopü+", "asdfghjklöä#", "yxcvbnm,.-"],
    shift: ['°!"§$%&/()=?`', "QWERTZUIOPÜ*", "ASDFGHJKLÖÄ'", "YXCVBNM;:_"],
    third: ["", "@", "", ""],
    dead: "^´`",
  },
  french: {
    plain: ["²&é\"'(-è_çà)=", "azertyuiop^$", "qsdfghjklmù*", "wxcvbn,;:!"],
    shift: ["~1234567890°+", "AZERTYUIOP¨£", "QSDFGHJKLM%µ", "WXCVBN?./§"],
    third: ["", "", "", ""],
    dead: "^¨",
  },
  spanish: {
    plain: ["º1234567890'¡", "qwertyuiop`+", "asdfghjklñ´ç", "zxcvbnm,.-"],
    shift: ['ª!"·$%&/()=?¿', "QWERTYUIOP^*", "ASDFGHJKLÑ¨Ç", "ZXCVBNM;:_"],
    third: ["", "", "", ""],
    dead: "`´^¨",
  },
  turkish: {
    plain: ['"1234567890*-', "qwertyuıopğü", "asdfghjklşi,", "zxcvbnmöç."],
    shift: ["é!'^+%&/()=?_", "QWERTYUIOPĞÜ", "ASDFGHJKLŞİ;", "ZXCVBNMÖÇ:"],
    third: ["<>£#$½€{[]}\\|", "", "", ""],
    dead: "^",
  },
};

/** @typedef {keyof typeof KEYBOARDS} Keyboard */
/** @typedef {"plain" | "shift" | "third"} Level */

const COMBINING = { "^": "\u0302", "´": "\u0301", "`": "\u0300", "¨": "\u0308" };

/**
 * Where a keyboard has a character.
 * @param {Keyboard} keyboard
 * @param {string} character
 * @returns {{ code: string, level: Level }}
 */
function place(keyboard, character) {
  if (character === " ") {
    return { code: "Space", level: "plain" };
  }
  for (const level of /** @type {Level[]} */ (["plain", "shift", "third"])) {
    for (const [row, characters] of KEYBOARDS[keyboard][level].entries()) {
      const at = characters.indexOf(character);
      if (at !== -1) {
        return { code: ROWS[row]?.[at] ?? "", level };
      }
    }
  }
  throw new Error(`a ${keyboard} keyboard has no ${character}`);
}

/**
 * What a keyboard writes with a key.
 * @param {Keyboard} keyboard
 * @param {string} code
 * @param {Level} level
 */
function writes(keyboard, code, level) {
  const row = ROWS.findIndex((codes) => codes.includes(code));
  const at = ROWS[row]?.indexOf(code) ?? 0;
  return code === "Space" ? " " : (KEYBOARDS[keyboard][level][row]?.charAt(at) ?? "");
}

/**
 * The keys that a scanner presses for a text, as a computer reports them.
 * @param {string} text
 * @param {Keyboard} scanner
 * @param {Keyboard} computer
 * @param {{ places?: boolean, capsLock?: boolean }} how `places` whether it says where each key is
 * @returns {Press[]}
 */
export function pressed(text, scanner, computer, { places = true, capsLock = false } = {}) {
  let accent = "";
  return Array.from(text, (character) => {
    const { code, level } = place(scanner, character);
    const alone = writes(computer, code, level) || writes(computer, code, "plain");
    const waits = KEYBOARDS[computer].dead.includes(alone);
    const turned = capsLock && /[a-z]/i.test(alone) ? otherCase(alone) : alone;
    const key = waits ? "Dead" : withAccent(turned, accent);
    accent = waits ? alone : "";
    return {
      code: places ? code : "",
      key,
      shiftKey: level === "shift",
      ctrlKey: level === "third", // as Windows reports the key for third characters
      altKey: level === "third",
      metaKey: false,
    };
  });
}

/** @param {string} letter */
function otherCase(letter) {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}

/**
 * @param {string} character
 * @param {string} accent the one that waits, or ""
 */
function withAccent(character, accent) {
  if (accent === "" || character === " ") {
    return accent === "" ? character : accent;
  }
  const both = character + /** @type {Record<string, string>} */ (COMBINING)[accent];
  return both.normalize("NFC").length === 1 ? both.normalize("NFC") : character;
}
