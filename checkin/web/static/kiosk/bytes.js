/** Bytes as text, and back. */

/**
 * The bytes of a base64url text.
 * @param {string} text
 * @throws {DOMException} for characters of another alphabet
 */
export function fromBase64url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** As base64url without padding. @param {Uint8Array} content */
export function toBase64url(content) {
  const binary = Array.from(content, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Two digits a byte. @param {Uint8Array} content */
export function toHex(content) {
  return Array.from(content, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
