/**
 * The ten characters printed below a badge, for whoever types them: Crockford's base32, which has
 * no I, L, O or U. Whether a code is right is the server's to say, its check character included.
 */

export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const LENGTH = 10;
const GROUP = 5;

/** @type {Record<string, string>} */
const LOOKALIKES = { O: "0", I: "1", L: "1" };

/**
 * The code's characters in what was typed so far, at most ten; the rest is dropped.
 * @param {string} text
 */
export function symbols(text) {
  const meant = Array.from(text.toUpperCase(), (letter) => LOOKALIKES[letter] ?? letter);
  return meant
    .filter((letter) => ALPHABET.includes(letter))
    .slice(0, LENGTH)
    .join("");
}

/**
 * What was typed so far, as it is printed on a badge: `ABCDE-FGHIJ`.
 * @param {string} text
 */
export function pretty(text) {
  const code = symbols(text);
  return code.length > GROUP ? `${code.slice(0, GROUP)}-${code.slice(GROUP)}` : code;
}

/**
 * The ten characters, or null if the text isn't a whole code and nothing else.
 * @param {string} text
 */
export function normalise(text) {
  const bare = text.replace(/[\s-]/g, "");
  const code = symbols(bare);
  return bare.length === LENGTH && code.length === LENGTH ? code : null;
}
