/** What a badge says, in plain words: what it is, and nothing that it isn't. */

import { toHex } from "../kiosk/bytes.js";
import { ED25519 } from "../kiosk/cose.js";

/** @typedef {import("../kiosk/claims.js").Badge} Badge */

/**
 * The words of the page, in one language; those in braces are filled in.
 * @typedef {object} Words
 * @property {Record<string, string>} labels
 * @property {Record<string, string>} kinds
 * @property {Record<string, string>} list
 * @property {Record<string, string>} codes
 * @property {string} number
 * @property {string} number_day
 * @property {string} known_key
 * @property {string} unknown_key
 * @property {string} phone
 * @property {string} proof
 * @property {string} proof_ahead
 * @property {string} size
 */

/**
 * What is known beside the badge.
 * @typedef {object} Known
 * @property {number} now seconds since 1970
 * @property {string} text
 * @property {boolean} ours whether one of this building's keys is named
 * @property {string | null} status what its list says, or null if it is good
 * @property {(seconds: number) => string} moment a time, as people here write it
 */

const BLIND = new Set(["clock_error", "keys_stale", "status_unknown", "status_stale"]);

/** The shape that stands beside a verdict. @param {string} code */
export function shapeOf(code) {
  if (code === "ok") {
    return "admit";
  }
  return BLIND.has(code) ? "blind" : "desk";
}

/**
 * Every claim of a badge: what it is called, and what it says.
 * @param {Badge} badge
 * @param {Known} known
 * @param {Words} words
 * @returns {[string, string][]}
 */
export function facts(badge, known, words) {
  const { labels } = words;
  const number = badge.kind === "day" ? words.number_day : words.number;
  const told = [
    [labels["kind"], words.kinds[badge.kind]],
    [labels["aud"], badge.aud],
    [labels["issued"], known.moment(badge.issuedAt)],
    badge.notBefore === null ? null : [labels["from"], known.moment(badge.notBefore)],
    [labels["until"], known.moment(badge.expiresAt)],
    [labels["number"], filled(number, { number: toHex(badge.cti) })],
    [labels["key"], filled(known.ours ? words.known_key : words.unknown_key, keyOf(badge))],
    badge.status === null ? null : [labels["list"], place(badge.status, known.status, words)],
    badge.holderKey === null ? null : [labels["phone"], filled(words.phone, kindOf(badge))],
    badge.provedAt === null ? null : [labels["proof"], proof(badge.provedAt, known.now, words)],
    [labels["size"], filled(words.size, { characters: String(known.text.length) })],
  ];
  return /** @type {[string, string][]} */ (told.filter((one) => one !== null));
}

/** @param {Badge} badge */
function keyOf({ kid }) {
  return { key: toHex(kid) };
}

/** @param {Badge} badge */
function kindOf({ holderKey }) {
  return { kind: holderKey?.alg === ED25519 ? "Ed25519" : "P-256" };
}

/**
 * @param {import("../kiosk/claims.js").StatusRef} ref
 * @param {string | null} status
 * @param {Words} words
 */
function place({ uri, index }, status, words) {
  const sentence = words.list[status ?? "good"] ?? words.list["unknown"] ?? "";
  return filled(sentence, { place: String(index), address: uri });
}

/**
 * @param {number} provedAt
 * @param {number} now
 * @param {Words} words
 */
function proof(provedAt, now, words) {
  const age = Math.floor(now) - provedAt;
  const sentence = age < 0 ? words.proof_ahead : words.proof;
  return filled(sentence, { seconds: String(Math.abs(age)) });
}

/**
 * The sentence with the words in braces put in.
 * @param {string} sentence
 * @param {Record<string, string>} values
 */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
