/** A badge's claims by their names. */

import { ED25519, ESP256 } from "./cose.js";
import { AUD, CNF, CTI, EXP, IAT, NBF, SCOPE, STATUS } from "./token.js";

/** What a badge is carried as. @typedef {"printed" | "live" | "day"} Kind */

/** Its place in a status list. @typedef {{ uri: string, index: number }} StatusRef */

/** `publicKey` is as in `cose.keyId`. @typedef {{ alg: number, publicKey: Uint8Array }} HolderKey */

/**
 * Nothing in a badge names a person; `cti` is 16 random bytes. Times are seconds since 1970.
 * @typedef {object} Badge
 * @property {Uint8Array} cti
 * @property {Kind} kind
 * @property {string} aud
 * @property {number} issuedAt
 * @property {number} expiresAt
 * @property {number | null} notBefore
 * @property {Uint8Array} kid
 * @property {StatusRef | null} status
 * @property {HolderKey | null} holderKey
 * @property {number | null} provedAt when the phone proved a live badge
 */

/**
 * The badge that a token, and the proof around it if there is one, speak of.
 * @param {import("./token.js").IssuedToken} issued
 * @param {import("./token.js").ProofToken | null} proof
 * @returns {Badge}
 */
export function ofToken({ claims, kid }, proof) {
  const status = claims.get(STATUS)?.get("status_list");
  return {
    cti: claims.get(CTI),
    kind: kindOf(claims),
    aud: claims.get(AUD),
    issuedAt: claims.get(IAT),
    expiresAt: claims.get(EXP),
    notBefore: claims.get(NBF) ?? null,
    kid,
    // An index beyond 2^53 is behind the end of every list, however it is rounded.
    status: status ? { uri: status.get("uri"), index: Number(status.get("idx")) } : null,
    holderKey: claims.has(CNF) ? holderKey(claims.get(CNF).get(1)) : null,
    provedAt: proof === null ? null : proof.claims.get(IAT),
  };
}

/**
 * @param {import("./token.js").Claims} claims
 * @returns {Kind}
 */
export function kindOf(claims) {
  if (claims.has(CNF)) {
    return "live";
  }
  return claims.has(SCOPE) ? "day" : "printed";
}

/**
 * @param {Map<number, any>} key
 * @returns {HolderKey}
 */
function holderKey(key) {
  const [x, y] = [key.get(-2), key.get(-3)];
  return key.get(1) === 1
    ? { alg: ED25519, publicKey: x }
    : { alg: ESP256, publicKey: Uint8Array.from([...x, ...y]) };
}
