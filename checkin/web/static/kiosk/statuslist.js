/**
 * Status lists (draft-ietf-oauth-status-list-20): which of the badges that were issued are switched
 * off or paused, without a name. `read` takes one as it was fetched; `Lists` is what a reader
 * without a connection holds and `badge.read` asks.
 */

import { decodeLoosely, isBytes, partsOf, toBeSigned } from "./cose.js";
import { verifies } from "./keyset.js";

const TYP = "application/statuslist+cwt";
const MAX_COMPRESSED = 64 * 1024;
const MAX_CONTENT = MAX_COMPRESSED + 4096;
const MAX_PLACES = 2 ** 20; // more is refused while it is unpacked: little can unpack to very much
const WIDTHS = [1, 2, 4, 8];

const [ALG, KID, HEADER_TYP] = [1, 4, 16];
const [SUB, EXP, IAT, LIST] = [2, 4, 6, 65533];

/**
 * A verified list, and until when it may be used at most; seconds since 1970.
 * @typedef {object} StatusList
 * @property {string} uri
 * @property {number} issuedAt
 * @property {number} expiresAt
 * @property {StatusArray} array
 */

/** When its issuer last confirmed a list: by sending it, or by "304". @typedef {{ statuses: StatusList, confirmedAt: number }} Held */

/** A status for each place, the first in the lowest bits of the first byte. */
export class StatusArray {
  /**
   * @param {number} bits
   * @param {Uint8Array} content
   */
  constructor(bits, content) {
    this.bits = bits;
    this.content = content;
  }

  /** The status at a place, or undefined behind the end. @param {number} index */
  at(index) {
    const byte = this.content[Math.floor((index * this.bits) / 8)];
    const shift = (index * this.bits) % 8;
    return byte === undefined ? undefined : (byte >> shift) & ((1 << this.bits) - 1);
  }
}

/** The lists that a reader holds, by name. */
export class Lists {
  /**
   * @param {Iterable<Held>} held
   * @param {number} maxAge how many seconds old a confirmation may be
   */
  constructor(held, maxAge = Infinity) {
    this.held = new Map([...held].map((one) => [one.statuses.uri, one]));
    this.maxAge = maxAge;
  }

  /**
   * What a list says against the badge of this place: a code of steps 13 and 14, or null.
   * @param {import("./claims.js").StatusRef} ref
   * @param {number} now
   */
  fault({ uri, index }, now) {
    const held = this.held.get(uri);
    if (held === undefined) {
      return "status_unknown";
    }
    if (now >= held.statuses.expiresAt || now - held.confirmedAt > this.maxAge) {
      return "status_stale";
    }
    const said = [null, "revoked", "suspended"][held.statuses.array.at(index) ?? -1];
    return said === undefined ? "status_unknown" : said;
  }
}

/**
 * The list that a trusted key for `status` signed, or null if this is no such list. Whether it has
 * run out since is asked when it is used.
 * @param {Uint8Array} content
 * @param {import("./keyset.js").KeySet} keys
 * @returns {Promise<StatusList | null>}
 */
export async function read(content, keys) {
  try {
    return await verified(content, keys);
  } catch {
    return null; // not CBOR, not a COSE_Sign1, or not a list inside
  }
}

/**
 * Less strict than badges, as the draft's own examples need: the order of keys is free, `kid` may
 * stand in the unprotected header, and other claims and parameters are let be.
 * @param {Uint8Array} content
 * @param {import("./keyset.js").KeySet} keys
 */
async function verified(content, keys) {
  require(content.length <= MAX_CONTENT);
  const [protectedHeader, unprotected, payload, signature] = partsOf(decodeLoosely(content));
  const [header, claims] = [mapOf(decodeLoosely(protectedHeader)), mapOf(decodeLoosely(payload))];
  const kid = header.has(KID) ? header.get(KID) : mapOf(unprotected).get(KID);
  const key = isBytes(kid) ? keys.key(kid) : undefined;
  if (key === undefined || key.revoked || key.purpose !== "status") {
    return null;
  }
  require(header.get(HEADER_TYP) === TYP && header.get(ALG) === key.alg);
  const uri = claims.get(SUB);
  require(typeof uri === "string");
  const [issuedAt, expiresAt] = [seconds(claims.get(IAT)), seconds(claims.get(EXP))];
  require(await verifies(key, toBeSigned(protectedHeader, payload), signature));
  return { uri, issuedAt, expiresAt, array: await unpacked(mapOf(claims.get(LIST))) };
}

/**
 * The array that such a map holds.
 * @param {Map<unknown, unknown>} list
 */
export async function unpacked(list) {
  const [bits, compressed] = [list.get("bits"), list.get("lst")];
  if (typeof bits !== "number" || !WIDTHS.includes(bits) || !isBytes(compressed)) {
    throw new TypeError("not a status list");
  }
  require(compressed.length <= MAX_COMPRESSED);
  return new StatusArray(bits, await inflated(compressed, (MAX_PLACES * bits) / 8));
}

/**
 * What a zlib stream unpacks to; fails beyond `most` bytes, before they are unpacked.
 * @param {Uint8Array} compressed
 * @param {number} most
 */
async function inflated(compressed, most) {
  const content = new Uint8Array(most);
  let filled = 0;
  const source = new Blob([Uint8Array.from(compressed)]).stream();
  const reader = source.pipeThrough(new DecompressionStream("deflate")).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (filled + part.value.length > most) {
      await reader.cancel();
      throw new RangeError("a status list that is too large");
    }
    content.set(part.value, filled);
    filled += part.value.length;
  }
  return content.slice(0, filled);
}

/** @param {unknown} value */
function mapOf(value) {
  if (!(value instanceof Map)) {
    throw new TypeError("headers and claims are maps");
  }
  return value;
}

/** @param {unknown} value */
function seconds(value) {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value >= 2 ** 32) {
    throw new RangeError("not a number of seconds");
  }
  return value;
}

/**
 * @param {boolean} holds
 * @returns {asserts holds}
 */
function require(holds) {
  if (!holds) {
    throw new RangeError("not a status list of ours");
  }
}
