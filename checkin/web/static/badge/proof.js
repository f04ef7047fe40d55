/**
 * What a phone signs (docs/badge-format.md, 11): a proof around its badge, or, towards the server,
 * that it holds a key. Pure: whoever calls it holds the key and hands in how to sign.
 */

import * as base45 from "../kiosk/base45.js";
import { PREFIX } from "../kiosk/badge.js";
import { decode, encode, sign1, toBeSigned } from "../kiosk/cose.js";
import { ALG, AUD, CNONCE, IAT, KCWT, PROOF_TYP, TYP } from "../kiosk/token.js";

/**
 * A phone's key: its algorithm, and how it signs: 64 bytes, for P-256 r and s side by side, which
 * is what WebCrypto gives.
 * @typedef {object} Holder
 * @property {number} alg `ED25519` or `ESP256` of `cose.js`
 * @property {(message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>} sign
 */

/**
 * For whom and when a proof is made; with a nonce if one was asked for.
 * @typedef {object} Occasion
 * @property {string} aud the badge's own, or the name of the kiosk that showed a challenge
 * @property {number} at seconds since 1970, by the server's clock
 * @property {Uint8Array} [nonce]
 */

/**
 * The live badge: a Key Binding Token around what the issuer signed for this phone's key.
 * @param {Uint8Array} issued
 * @param {Occasion} occasion
 * @param {Holder} holder
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export function proof(issued, occasion, holder) {
  return signed([[KCWT, decode(issued)]], occasion, holder);
}

/**
 * A proof around nothing: that this phone holds a key the server hasn't bound to a badge yet.
 * @param {Occasion} occasion
 * @param {Holder} holder
 */
export function possession(occasion, holder) {
  return signed([], occasion, holder);
}

/** A token as it stands in a QR code. @param {Uint8Array} token */
export function textOf(token) {
  return PREFIX + base45.encode(token);
}

/**
 * The token in such a text.
 * @param {string} text
 * @throws {RangeError} for anything but a well encoded text
 */
export function tokenOf(text) {
  if (!text.startsWith(PREFIX)) {
    throw new RangeError("not the text of a badge");
  }
  return base45.decode(text.slice(PREFIX.length));
}

/**
 * @param {[number, unknown][]} around
 * @param {Occasion} occasion
 * @param {Holder} holder
 */
async function signed(around, { aud, at, nonce }, { alg, sign }) {
  /** @type {[number, unknown][]} */
  const claims = [
    [AUD, aud],
    [IAT, Math.floor(at)],
  ];
  if (nonce !== undefined) {
    claims.push([CNONCE, nonce]);
  }
  const header = encode(new Map([[ALG, alg], ...around, [TYP, PROOF_TYP]]));
  const payload = encode(new Map(claims));
  return encode(sign1(header, payload, await sign(toBeSigned(header, payload))));
}
