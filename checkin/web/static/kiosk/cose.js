/**
 * Strict CBOR (RFC 8949, 4.2) and signed messages (COSE_Sign1, RFC 9052, 4.2), as the server reads
 * them: one value has one encoding, no other is read, and the only tag is 18.
 */

import {
  Tagged,
  decode as decodeCbor,
  encode as encodeCbor,
  rfc8949EncodeOptions,
} from "/static/vendor/cborg.js";

export const ED25519 = -19; // fully specified (RFC 9864), as the next
export const ESP256 = -9;
export const PS384 = -38; // only read, so that it can be refused by name

const SIGN1_TAG = 18;

const LOOSE = {
  allowIndefinite: false,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  tags: Tagged.preserve(SIGN1_TAG),
};
const STRICT = {
  ...LOOSE,
  strict: true,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
};

/** The bytes aren't the one deterministic encoding of an allowed value. */
export class MalformedError extends Error {}

/**
 * The deterministic CBOR of a value that `decode` could give.
 * @param {unknown} value
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function encode(value) {
  return encodeCbor(value, rfc8949EncodeOptions);
}

/**
 * The value that the bytes are the deterministic CBOR of. Maps are `Map`s, integers beyond 2^53
 * `bigint`s, a signed message is `Tagged`.
 * @param {Uint8Array} content
 * @returns {unknown}
 * @throws {MalformedError} also for floats
 */
export function decode(content) {
  const value = attempt(() => decodeCbor(content, STRICT));
  if (!equal(attempt(() => encode(value)), content)) {
    throw new MalformedError("an encoding of another form");
  }
  requireIntegers(value);
  return value;
}

/**
 * The value that the bytes encode, whatever the order of keys and length of integers: for formats
 * of others.
 * @param {Uint8Array} content
 * @returns {unknown}
 * @throws {MalformedError} for indefinite lengths, a key twice, a tag but 18 and bytes left over
 */
export function decodeLoosely(content) {
  return attempt(() => decodeCbor(content, LOOSE));
}

/**
 * A signed message: its protected header and payload, and what the signature is over.
 * @typedef {object} Sign1
 * @property {unknown} header
 * @property {unknown} payload
 * @property {Uint8Array} signed made of the bytes as they were received
 * @property {Uint8Array} signature
 */

/**
 * The signed message that a decoded value is. Its signature isn't checked here.
 * @param {unknown} value
 * @returns {Sign1}
 */
export function openSign1(value) {
  const [header, unprotected, payload, signature] = partsOf(value);
  if (!(unprotected instanceof Map) || unprotected.size > 0) {
    throw new MalformedError("the unprotected header has to be empty");
  }
  return {
    header: decode(header),
    payload: decode(payload),
    signed: toBeSigned(header, payload),
    signature,
  };
}

/**
 * The four parts of a COSE_Sign1, three of them as the bytes that came.
 * @param {unknown} value
 * @returns {[Uint8Array, unknown, Uint8Array, Uint8Array]}
 */
export function partsOf(value) {
  if (!(value instanceof Tagged) || !Array.isArray(value.value) || value.value.length !== 4) {
    throw new MalformedError("not a tagged COSE_Sign1");
  }
  const [header, unprotected, payload, signature] = /** @type {unknown[]} */ (value.value);
  if (!isBytes(header) || !isBytes(payload) || !isBytes(signature)) {
    throw new MalformedError("three parts of a COSE_Sign1 are byte strings");
  }
  return [header, unprotected, payload, signature];
}

/**
 * What a COSE_Sign1's signature is over (Sig_structure, RFC 9052, 4.4).
 * @param {Uint8Array} header
 * @param {Uint8Array} payload
 */
export function toBeSigned(header, payload) {
  return encode(["Signature1", header, new Uint8Array(0), payload]);
}

/**
 * The signed message as a value, ready to be encoded.
 * @param {Uint8Array} header
 * @param {Uint8Array} payload
 * @param {Uint8Array} signature
 */
export function sign1(header, payload, signature) {
  return new Tagged(SIGN1_TAG, [header, new Map(), payload, signature]);
}

/**
 * The first 8 bytes of a public key's COSE key thumbprint (RFC 9679, SHA-256).
 * @param {number} alg
 * @param {Uint8Array} publicKey the 32 bytes of an Ed25519 key, or x and y of a P-256 point
 */
export async function keyId(alg, publicKey) {
  const parts = /** @type {[number, unknown][]} */ (
    alg === ED25519
      ? [
          [1, 1],
          [-1, 6],
          [-2, publicKey],
        ]
      : [
          [1, 2],
          [-1, 1],
          [-2, publicKey.slice(0, 32)],
          [-3, publicKey.slice(32)],
        ]
  );
  const digest = await crypto.subtle.digest("SHA-256", encode(new Map(parts)));
  return new Uint8Array(digest, 0, 8);
}

/**
 * @param {unknown} value
 * @returns {value is Uint8Array}
 */
export function isBytes(value) {
  return value instanceof Uint8Array;
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function equal(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

/**
 * What the library makes of it; whatever it throws, also for nesting without end, is a fault of
 * the bytes.
 * @template T
 * @param {() => T} work
 */
function attempt(work) {
  try {
    return work();
  } catch (fault) {
    throw new MalformedError("not CBOR of the kind that is read here", { cause: fault });
  }
}

/** A float can be encoded as it came, so encoding again doesn't tell. @param {unknown} value */
function requireIntegers(value) {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new MalformedError("a float");
  }
  if (value instanceof Map) {
    for (const [key, part] of value) {
      requireIntegers(key);
      requireIntegers(part);
    }
  } else if (Array.isArray(value)) {
    value.forEach(requireIntegers);
  } else if (value instanceof Tagged) {
    requireIntegers(value.value);
  }
}
