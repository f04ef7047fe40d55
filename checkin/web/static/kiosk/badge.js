/**
 * The badge: what a text that was scanned, filmed or typed can be, and whether it is genuine and
 * good, by the steps of `docs/badge-format.md`. The server reads by the same steps (`core/badge.py`)
 * and both answer the same vectors alike.
 */

import * as base45 from "./base45.js";
import { kindOf, ofToken } from "./claims.js";
import { MalformedError, equal } from "./cose.js";
import { verifies } from "./keyset.js";
import { normalise } from "./shortcode.js";
import { AUD, BADGE_TYP, CNONCE, PROOF_TYP, parse } from "./token.js";

export const PREFIX = "CI1:";
const LONGEST = 1200; // characters, as the server has it

const CLOCK_LEEWAY = 60; // seconds, as all below
const KEYS_GOOD_FOR = 7 * 86_400;
const PROOF_AHEAD = 10;
const PROOF_LIFE = 20;
const MAX_LIFE = { printed: 180 * 86_400, live: 14 * 86_400, day: 26 * 3_600 };

/** @typedef {import("./claims.js").Badge} Badge */
/** @typedef {import("./keyset.js").TrustedKey} TrustedKey */
/** @typedef {import("./token.js").IssuedToken} IssuedToken */
/** @typedef {import("./token.js").ProofToken} ProofToken */

/** @typedef {{ kind: "badge" | "code", token: string } | { kind: "other" }} Recognised */

/** What a kiosk showed to the phone. @typedef {{ kiosk: string, nonce: Uint8Array }} Challenge */

/**
 * What a reader without a connection remembers; seconds since 1970.
 * @typedef {object} Memory
 * @property {number} seen the latest time that its server ever said
 * @property {number} fetched when it last fetched its keys, or heard that they are unchanged
 */

/**
 * Who reads, when and for which door. `accepts` are the sites and organisations it stands for, null
 * for any; without `statuses` nobody asks whether the badge was switched off.
 * @typedef {object} Reader
 * @property {import("./keyset.js").KeySet} keys
 * @property {readonly string[] | null} accepts
 * @property {number} now seconds since 1970
 * @property {"any" | "live"} [assurance]
 * @property {Challenge | null} [challenge]
 * @property {import("./statuslist.js").Lists | null} [statuses]
 * @property {Memory | null} [memory]
 */

/**
 * The one answer: `ok` and the badge, or the first fault found.
 * @typedef {{ code: "ok", badge: Badge } | { code: string, badge: null }} Answer
 */

/**
 * A badge, a typed code, or something that is nobody's business here. Whatever isn't a badge stays
 * in this page: other people's codes (a ticket, a web address) are never sent anywhere.
 * @param {string} text
 * @returns {Recognised}
 */
export function recognise(text) {
  // Scanners put control characters around a text; a badge has none.
  const clean = Array.from(text)
    .filter((letter) => letter >= " " && letter !== "\u007f")
    .join("");
  if (clean.startsWith(PREFIX) && clean.length > PREFIX.length && clean.length <= LONGEST) {
    return { kind: "badge", token: clean };
  }
  const code = normalise(clean);
  return code === null ? { kind: "other" } : { kind: "code", token: code };
}

/**
 * The badge that the text genuinely is, or the first fault found.
 * @param {string} text
 * @param {Reader} reader
 * @returns {Promise<Answer>}
 */
export async function read(text, reader) {
  const opened = open(text);
  if (typeof opened === "string") {
    return refused(opened);
  }
  const [issued, proof] = pairOf(opened);
  const early = clockFault(reader) ?? typeFault(issued, proof) ?? staleKeys(reader);
  if (early !== null) {
    return refused(early);
  }
  const signer = issued.form === "issued" ? reader.keys.key(issued.kid) : undefined;
  if (issued.form !== "issued" || signer === undefined) {
    return refused("unknown_key"); // for blind day passes there are no keys
  }
  const unsigned = await signatureFault(issued, signer);
  if (unsigned !== null) {
    return refused(unsigned);
  }
  const badge = ofToken(issued, proof);
  const fault =
    claimsFault(badge, signer, reader) ??
    (proof && (await proofFault(badge, proof, reader))) ??
    (badge.status && (reader.statuses?.fault(badge.status, reader.now) ?? null));
  return fault === null ? { code: "ok", badge } : refused(fault);
}

/**
 * What a text says if it has the form of a badge, else null. Nothing of it is verified.
 * @param {string} text
 * @returns {Badge | null}
 */
export function inspect(text) {
  const opened = open(text);
  if (typeof opened === "string") {
    return null;
  }
  const [issued, proof] = pairOf(opened);
  return typeFault(issued, proof) === null && issued.form === "issued"
    ? ofToken(issued, proof)
    : null;
}

/**
 * @param {string} code
 * @returns {Answer}
 */
function refused(code) {
  return { code, badge: null };
}

/**
 * Steps 1 to 3: from text to a token whose every byte is accounted for, or a fault.
 * @param {string} text
 */
function open(text) {
  if (text.length > LONGEST && Array.from(text).length > LONGEST) {
    return "too_long";
  }
  if (!text.startsWith(PREFIX)) {
    return "not_a_badge";
  }
  let content;
  try {
    content = base45.decode(text.slice(PREFIX.length));
  } catch {
    return "bad_encoding";
  }
  try {
    return parse(content);
  } catch (fault) {
    if (fault instanceof MalformedError) {
      return "malformed";
    }
    throw fault;
  }
}

/**
 * The token that an issuer signed, and the proof around it if there is one.
 * @param {import("./token.js").Token} token
 * @returns {[import("./token.js").Token, ProofToken | null]}
 */
function pairOf(token) {
  return token.form === "proof" ? [token.inner, token] : [token, null];
}

/** Step 4. @param {Reader} reader */
function clockFault({ memory, now }) {
  return memory && now < memory.seen - CLOCK_LEEWAY ? "clock_error" : null;
}

/**
 * Step 5: each token says what it is, so that none is taken for another.
 * @param {import("./token.js").Token} issued
 * @param {ProofToken | null} proof
 */
function typeFault(issued, proof) {
  const proofIs = proof === null || proof.typ === PROOF_TYP;
  const issuedIs = issued.form === "blind" || (issued.form === "issued" && issued.typ === BADGE_TYP);
  return proofIs && issuedIs ? null : "bad_type";
}

/** Step 6, its beginning. @param {Reader} reader */
function staleKeys({ memory, now }) {
  return memory && now - memory.fetched > KEYS_GOOD_FOR ? "keys_stale" : null;
}

/**
 * Steps 6 and 7: the key decides on the algorithm, the header only has to agree.
 * @param {IssuedToken} issued
 * @param {TrustedKey} key
 */
async function signatureFault(issued, key) {
  if (key.revoked) {
    return "key_revoked";
  }
  if (key.purpose !== (kindOf(issued.claims) === "day" ? "day" : "badge")) {
    return "unknown_key";
  }
  if (issued.alg !== key.alg) {
    return "bad_alg";
  }
  return (await verifies(key, issued.signed, issued.signature)) ? null : "bad_signature";
}

/**
 * Steps 8 to 10: site, dates and what the door asks for.
 * @param {Badge} badge
 * @param {TrustedKey} key
 * @param {Reader} reader
 */
function claimsFault(badge, key, { accepts, now, assurance = "any" }) {
  if (accepts !== null && !accepts.includes(badge.aud)) {
    return "wrong_site";
  }
  return dateFault(badge, key, now) ?? doorFault(badge, assurance);
}

/**
 * @param {Badge} badge
 * @param {TrustedKey} key
 * @param {number} now
 */
function dateFault({ kind, issuedAt, expiresAt, notBefore }, key, now) {
  const starts = notBefore ?? issuedAt;
  if (issuedAt > now + CLOCK_LEEWAY || (notBefore !== null && notBefore > now)) {
    return "not_yet_valid";
  }
  if (now >= expiresAt) {
    return "expired";
  }
  // Packs of day passes are printed ahead: their day counts, not the day they were printed.
  const life = expiresAt - (kind === "day" ? starts : issuedAt);
  const inWindow = key.notBefore <= issuedAt && issuedAt < key.notAfter;
  return life > MAX_LIFE[kind] || !inWindow ? "lifetime_exceeded" : null;
}

/**
 * Step 10: what is bound to a phone's key needs its proof, and a door may insist on one.
 * @param {Badge} badge
 * @param {"any" | "live"} assurance
 */
function doorFault({ kind, provedAt }, assurance) {
  if (kind === "live") {
    return provedAt === null ? "proof_required" : null;
  }
  if (assurance === "any") {
    return null;
  }
  return kind === "printed" ? "live_only" : "day_pass_not_allowed";
}

/**
 * Steps 11 and 12: the phone's key signed, just now, for this reader.
 * @param {Badge} badge
 * @param {ProofToken} proof
 * @param {Reader} reader
 */
async function proofFault({ holderKey, provedAt, aud, issuedAt, expiresAt }, proof, reader) {
  const challenge = reader.challenge ?? null;
  if (holderKey === null || provedAt === null || proof.alg !== holderKey.alg) {
    return "bad_proof";
  }
  if (!(await verifies(holderKey, proof.signed, proof.signature))) {
    return "bad_proof";
  }
  if (proof.claims.get(AUD) !== (challenge === null ? aud : challenge.kiosk)) {
    return "proof_wrong_audience";
  }
  const age = Math.floor(reader.now) - provedAt;
  if (age < -PROOF_AHEAD || provedAt >= expiresAt) {
    return "proof_future";
  }
  if (age > PROOF_LIFE || provedAt < issuedAt) {
    return "proof_stale";
  }
  const repeated = proof.claims.get(CNONCE) ?? new Uint8Array(0);
  return challenge === null || equal(repeated, challenge.nonce) ? null : "proof_nonce";
}
