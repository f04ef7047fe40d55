/** The public keys that are trusted, from a JWK set, and checking signatures with them. */

import { verifyAsync as verifyEd25519 } from "/static/vendor/ed25519.js";
import { fromBase64url } from "./bytes.js";
import { ED25519, ESP256, equal, keyId } from "./cose.js";

/** @type {Record<string, { alg: number, kty: string, crv: string, parts: number }>} */
const TYPES = {
  Ed25519: { alg: ED25519, kty: "OKP", crv: "Ed25519", parts: 1 },
  ES256: { alg: ESP256, kty: "EC", crv: "P-256", parts: 2 },
};
const PURPOSES = ["badge", "status", "day", "log"];

/**
 * A public key, what it may sign, and from when until when; seconds since 1970.
 * @typedef {object} TrustedKey
 * @property {Uint8Array} kid
 * @property {number} alg
 * @property {string} purpose
 * @property {Uint8Array} publicKey
 * @property {number} notBefore
 * @property {number} notAfter
 * @property {boolean} revoked
 */

export class KeySet {
  /**
   * @param {TrustedKey[]} keys
   * @throws {RangeError} for two keys of one identifier
   */
  constructor(keys) {
    this.keys = new Map(keys.map((key) => [String(key.kid), key]));
    if (this.keys.size < keys.length) {
      throw new RangeError("two keys have one identifier");
    }
  }

  /**
   * The keys of a JWK set (RFC 7517); those of kinds unknown here are left out.
   * @param {any} document
   * @throws {RangeError | TypeError} for a set that isn't one
   */
  static async fromJwks(document) {
    const known = [...document.keys].filter((jwk) => Object.hasOwn(TYPES, jwk.alg));
    return new KeySet(await Promise.all(known.map(trustedKey)));
  }

  /** The key of this identifier, revoked or not. @param {unknown} kid */
  key(kid) {
    return this.keys.get(String(kid));
  }
}

/**
 * Whether the signature is that of the public key over the message.
 * @param {{ alg: number, publicKey: Uint8Array }} key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @returns {Promise<boolean>}
 */
export async function verifies({ alg, publicKey }, message, signature) {
  try {
    if (alg === ED25519) {
      return await verifiesEd25519(publicKey, message, signature);
    }
    return alg === ESP256 && (await verifiesEsp256(publicKey, message, signature));
  } catch {
    return false; // no point of the curve, or not the size of a signature
  }
}

/** Whether this browser has Ed25519 itself; asked once. @type {Promise<boolean> | undefined} */
let hasEd25519;

/**
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
async function verifiesEd25519(publicKey, message, signature) {
  hasEd25519 ??= crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]).then(
    () => true,
    () => false,
  );
  if (!(await hasEd25519)) {
    return verifyEd25519(signature, message, publicKey, { zip215: false });
  }
  const key = await crypto.subtle.importKey("raw", buffer(publicKey), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, buffer(signature), buffer(message));
}

/**
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} message
 * @param {Uint8Array} signature r and s side by side (RFC 9053, 2.1)
 */
async function verifiesEsp256(publicKey, message, signature) {
  const point = Uint8Array.from([4, ...publicKey]);
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("raw", point, curve, false, ["verify"]);
  const how = { name: "ECDSA", hash: "SHA-256" };
  return crypto.subtle.verify(how, key, buffer(signature), buffer(message));
}

/** The bytes in memory of their own, as WebCrypto is promised them. @param {Uint8Array} bytes */
function buffer(bytes) {
  return Uint8Array.from(bytes);
}

/**
 * @param {any} jwk
 * @returns {Promise<TrustedKey>}
 */
async function trustedKey(jwk) {
  const type = TYPES[jwk.alg];
  if (type === undefined) {
    throw new RangeError("a key of an unknown kind");
  }
  const parts = [jwk.x, jwk.y].slice(0, type.parts).map(fromBase64url);
  const publicKey = Uint8Array.from(parts.flatMap((part) => [...part]));
  const kid = fromBase64url(jwk.kid);
  const consistent =
    jwk.kty === type.kty && jwk.crv === type.crv && equal(kid, await keyId(type.alg, publicKey));
  const window = Number.isSafeInteger(jwk.nbf) && Number.isSafeInteger(jwk.exp);
  const complete = window && typeof jwk.revoked === "boolean" && PURPOSES.includes(jwk.purpose);
  if (!consistent || !complete || parts.some((part) => part.length !== 32)) {
    throw new RangeError("a key that is incomplete, or whose parts contradict each other");
  }
  const { purpose, nbf: notBefore, exp: notAfter, revoked } = jwk;
  return { kid, alg: type.alg, purpose, publicKey, notBefore, notAfter, revoked };
}
