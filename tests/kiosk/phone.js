/** Phones that tests hold: the private keys of `tests/minting.py`, as WebCrypto has them. */

import { ED25519, ESP256 } from "../../checkin/web/static/kiosk/cose.js";

/** @typedef {{ alg: number, how: any, key: JsonWebKey }} Phone */

/** @type {Record<"Ed25519" | "P-256", Phone>} */
export const PHONES = {
  Ed25519: { alg: ED25519, how: { name: "Ed25519" }, key: {
      kty: "OKP",
      crv: "Ed25519",
      x: "BF2rCREtDFZZvzCmx20Wd_tIkOqKCmHVutB9beSy_-c",
      d: "0DCp1NbebEqjd3zchBKQTSSwvEK_mMq3jHVua8xiT_M",
    } },
  "P-256": { alg: ESP256, how: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }, key: {
      kty: "EC",
      crv: "P-256",
      x: "QG6cPOndVNxJhsYSsenPFD9lcbh2Z7esqRa7S95xm9g",
      y: "xeyB1DMRflC0hyJ2r2SCSFRoLManhLyJwPcCXJa3AL8",
      d: "7UO_-rDdpWwPhn7tLLKd9ICQgH5HZ57bCB_kHl6f-os",
    } },
};

/**
 * The phone as `proof.js` wants one.
 * @param {Phone} phone
 */
export async function holder({ alg, how, key }) {
  const secret = await crypto.subtle.importKey("jwk", key, how, false, ["sign"]);
  /** @param {Uint8Array<ArrayBuffer>} message */
  const sign = async (message) => new Uint8Array(await crypto.subtle.sign(how, secret, message));
  return { alg, sign };
}
