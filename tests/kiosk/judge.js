/** The browser's reader, put to a published case: see `docs/badge-format.md`, 8. */

import { read } from "../../checkin/web/static/kiosk/badge.js";
import { fromBase64url } from "../../checkin/web/static/kiosk/bytes.js";
import { KeySet } from "../../checkin/web/static/kiosk/keyset.js";
import * as statuslist from "../../checkin/web/static/kiosk/statuslist.js";

/**
 * @typedef {object} Case
 * @property {object} jwks
 * @property {Record<string, string>} status
 * @property {string} text
 * @property {number} at
 * @property {string} aud
 * @property {"any" | "live"} assurance
 * @property {string} [kiosk]
 * @property {string} [nonce]
 * @property {number} [seen]
 * @property {number} [fetched]
 */

/**
 * What a reader holds who fetched each list from its address.
 * @param {Record<string, string>} status
 * @param {KeySet} keys
 */
export async function lists(status, keys) {
  const held = [];
  for (const [uri, token] of Object.entries(status)) {
    const statuses = await statuslist.read(fromBase64url(token), keys);
    if (statuses?.uri === uri) {
      held.push({ statuses, confirmedAt: statuses.issuedAt });
    }
  }
  return new statuslist.Lists(held);
}

/**
 * The code of a case.
 * @param {Case} asked
 */
export async function judge(asked) {
  const keys = await KeySet.fromJwks(asked.jwks);
  return (await answer(asked, keys, await lists(asked.status, keys))).code;
}

/**
 * @param {Omit<Case, "jwks" | "status">} asked
 * @param {KeySet} keys
 * @param {statuslist.Lists} statuses
 */
export function answer({ text, at, aud, assurance, kiosk, nonce, seen, fetched }, keys, statuses) {
  return read(text, {
    keys,
    accepts: [aud],
    now: at,
    assurance,
    challenge: kiosk === undefined ? null : { kiosk, nonce: fromHex(nonce ?? "") },
    memory: seen === undefined ? null : { seen, fetched: fetched ?? 0 },
    statuses,
  });
}

/** @param {string} text */
function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
