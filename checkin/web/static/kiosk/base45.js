/**
 * Bytes as the 45 characters of a QR code's alphanumeric mode (RFC 9285), read strictly: every text
 * that `decode` accepts is the one text that `encode` makes of the same bytes.
 */

export const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** @param {Uint8Array} content */
export function encode(content) {
  let text = "";
  for (let place = 0; place < content.length; place += 2) {
    const [first = 0, second] = content.subarray(place, place + 2);
    text += second === undefined ? symbols(first, 2) : symbols(first * 256 + second, 3);
  }
  return text;
}

/**
 * The bytes of a base45 text.
 * @param {string} text
 * @throws {RangeError} for a character outside the alphabet, a length that no bytes have, and a
 *   group of characters worth more than its bytes can hold
 */
export function decode(text) {
  if (text.length % 3 === 1) {
    throw new RangeError("no bytes have a text of this length");
  }
  const content = new Uint8Array(Math.floor((text.length * 2) / 3));
  for (let place = 0, filled = 0; place < text.length; place += 3) {
    const group = text.slice(place, place + 3);
    const worth = valueOf(group);
    if (group.length === 3) {
      content[filled++] = atMost(worth, 0xffff) >> 8;
      content[filled++] = worth & 0xff;
    } else {
      content[filled++] = atMost(worth, 0xff);
    }
  }
  return content;
}

/**
 * @param {number} worth
 * @param {number} count how many characters
 */
function symbols(worth, count) {
  let text = "";
  for (let rest = worth; text.length < count; rest = Math.floor(rest / 45)) {
    text += ALPHABET.charAt(rest % 45);
  }
  return text;
}

/** What a group of characters is worth. @param {string} group */
function valueOf(group) {
  let worth = 0;
  for (let place = group.length - 1; place >= 0; place--) {
    const digit = ALPHABET.indexOf(group.charAt(place));
    if (digit < 0) {
      throw new RangeError("a character is outside the alphabet");
    }
    worth = worth * 45 + digit;
  }
  return worth;
}

/**
 * @param {number} worth
 * @param {number} most
 */
function atMost(worth, most) {
  if (worth > most) {
    throw new RangeError("a group of characters is worth more than its bytes can hold");
  }
  return worth;
}
