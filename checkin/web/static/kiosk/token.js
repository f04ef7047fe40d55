/**
 * The shapes of a badge's bytes, as `docs/badge-format.md` gives them in CDDL, and nothing else:
 * which of the shapes some bytes have. What they say is judged in `badge.js`.
 */

import { Tagged } from "/static/vendor/cborg.js";
import { MalformedError, PS384, decode, isBytes, openSign1 } from "./cose.js";

export const BADGE_TYP = "application/vnd.checkin+cwt";
export const PROOF_TYP = 294; // application/kb+cwt, a key binding token, as CoAP content format

export const ALG = 1;
export const KID = 4;
export const KCWT = 13;
export const TYP = 16;

export const AUD = 3;
export const EXP = 4;
export const NBF = 5;
export const IAT = 6;
export const CTI = 7;
export const CNF = 8;
export const SCOPE = 9;
export const CNONCE = 39;
export const STATUS = 65535;

/** @typedef {Map<any, any>} Claims */

/**
 * A token that an issuer signed: a printed badge, a day pass, or the inside of a live badge.
 * @typedef {object} IssuedToken
 * @property {"issued"} form
 * @property {number} alg
 * @property {Uint8Array} kid
 * @property {unknown} typ
 * @property {Claims} claims
 * @property {Uint8Array} signed
 * @property {Uint8Array} signature
 */

/**
 * A token that a phone signed around the one its key was bound to by the issuer.
 * @typedef {object} ProofToken
 * @property {"proof"} form
 * @property {number} alg
 * @property {unknown} typ
 * @property {Claims} claims
 * @property {Uint8Array} signed
 * @property {Uint8Array} signature
 * @property {IssuedToken | ProofToken} inner
 */

/** A day pass signed blindly: there is room for it, and no key. @typedef {{ form: "blind" }} BlindToken */

/** @typedef {IssuedToken | ProofToken | BlindToken} Token */

/**
 * The token that the bytes are.
 * @param {Uint8Array} content
 * @returns {Token}
 * @throws {MalformedError} if they have no known shape
 */
export function parse(content) {
  return tokenOf(openSign1(decode(content)));
}

/**
 * @param {import("./cose.js").Sign1} message
 * @returns {Token}
 */
function tokenOf(message) {
  const { header } = message;
  if (fits(header, PROOF_HEADER)) {
    return proof(message, header);
  }
  if (fits(header, BADGE_HEADER)) {
    return issued(message, header);
  }
  if (fits(header, BLIND_HEADER) && fits(message.payload, BLIND_CLAIMS)) {
    requireShape(message.signature.length === 256);
    return { form: "blind" };
  }
  throw new MalformedError("a header or payload of no known shape");
}

/**
 * @param {import("./cose.js").Sign1} message
 * @param {Claims} header
 * @returns {IssuedToken}
 */
function issued({ payload, signed, signature }, header) {
  const claims = shaped(payload, ...ISSUED_CLAIMS);
  requireShape(signature.length === 64);
  const [alg, kid, typ] = [ALG, KID, TYP].map((number) => header.get(number));
  return { form: "issued", alg, kid, typ, claims, signed, signature };
}

/**
 * @param {import("./cose.js").Sign1} message
 * @param {Claims} header
 * @returns {ProofToken}
 */
function proof({ payload, signed, signature }, header) {
  const claims = shaped(payload, PROOF_CLAIMS);
  requireShape(signature.length === 64);
  const inner = tokenOf(openSign1(header.get(KCWT)));
  if (inner.form === "blind" || (inner.form === "issued" && !inner.claims.has(CNF))) {
    throw new MalformedError("a proof goes around a token that names the phone's key");
  }
  return {
    form: "proof",
    alg: header.get(ALG),
    typ: header.get(TYP),
    claims,
    signed,
    signature,
    inner,
  };
}

/** @param {boolean} holds */
function requireShape(holds) {
  if (!holds) {
    throw new MalformedError("not the shape of a badge");
  }
}

// --- shapes: for each key, what its value has to be ---------------------------------------------

/** @typedef {(value: unknown) => boolean} Check */
/** @typedef {{ required: Map<number | string, Check>, optional: Map<number | string, Check> }} Shape */

/**
 * Whether the value is a map of this shape.
 * @param {unknown} value
 * @param {Shape} shape
 * @returns {value is Claims}
 */
function fits(value, { required, optional }) {
  if (!(value instanceof Map) || ![...required.keys()].every((key) => value.has(key))) {
    return false;
  }
  return [...value].every(([key, part]) => (required.get(key) ?? optional.get(key))?.(part));
}

/**
 * The value, which is a map of one of these shapes.
 * @param {unknown} value
 * @param {...Shape} shapes
 * @returns {Claims}
 */
function shaped(value, ...shapes) {
  requireShape(shapes.some((shape) => fits(value, shape)));
  return /** @type {Claims} */ (value);
}

/**
 * @param {[number | string, Check][]} required
 * @param {[number | string, Check][]} optional
 * @returns {Shape}
 */
function map(required, optional = []) {
  return { required: new Map(required), optional: new Map(optional) };
}

/** @type {Check} Integers beyond 2^53 come as `bigint`; `cose.decode` lets no float through. */
const integer = (value) => typeof value === "number" || typeof value === "bigint";
/** @type {Check} */
const uint = (value) => (typeof value === "number" || typeof value === "bigint") && value >= 0;
/** @type {Check} */
const seconds = (value) => typeof value === "number" && value >= 0 && value < 2 ** 32;
/** @type {Check} */
const text = (value) => typeof value === "string";
/** @type {Check} */
const typ = (value) => uint(value) || text(value);
/** @type {Check} */
const tagged = (value) => value instanceof Tagged;

const utf8 = new TextEncoder();

/** @type {Check} */
function audience(value) {
  const size = typeof value === "string" ? utf8.encode(value).length : 0;
  return size >= 1 && size <= 24;
}

/**
 * @param {number | string} wanted
 * @returns {Check}
 */
function is(wanted) {
  return (value) => value === wanted;
}

/**
 * @param {number} shortest
 * @param {number} longest
 * @returns {Check}
 */
function bytes(shortest, longest = shortest) {
  return (value) => isBytes(value) && value.length >= shortest && value.length <= longest;
}

/**
 * @param {...Shape} shapes
 * @returns {Check}
 */
function nested(...shapes) {
  return (value) => shapes.some((shape) => fits(value, shape));
}

const BADGE_HEADER = map([
  [ALG, integer],
  [KID, bytes(8)],
  [TYP, typ],
]);
const PROOF_HEADER = map([
  [ALG, integer],
  [KCWT, tagged],
  [TYP, typ],
]);
const BLIND_HEADER = map([
  [ALG, is(PS384)],
  [KID, bytes(8)],
]);

const PLACE = map([
  ["idx", uint],
  ["uri", text],
]);
const STATUS_CLAIM = nested(map([["status_list", nested(PLACE)]]));
const OKP_KEY = map([
  [1, is(1)],
  [-1, is(6)],
  [-2, bytes(32)],
]);
const EC2_KEY = map([
  [1, is(2)],
  [-1, is(1)],
  [-2, bytes(32)],
  [-3, bytes(32)],
]);
const HOLDER_KEY = nested(map([[1, nested(OKP_KEY, EC2_KEY)]]));

/** @type {[number, Check][]} */
const COMMON = [
  [AUD, audience],
  [EXP, seconds],
  [IAT, seconds],
  [CTI, bytes(16)],
];
/** @type {[number, Check][]} */
const FROM = [[NBF, seconds]];
const ISSUED_CLAIMS = [
  map([...COMMON, [STATUS, STATUS_CLAIM]], FROM),
  map([...COMMON, [CNF, HOLDER_KEY], [STATUS, STATUS_CLAIM]], FROM),
  map([...COMMON, [SCOPE, is("day")]], FROM),
];
const PROOF_CLAIMS = map(
  [
    [AUD, audience],
    [IAT, seconds],
  ],
  [[CNONCE, bytes(8, 16)]],
);
const BLIND_CLAIMS = map([[CTI, bytes(32)]]);
