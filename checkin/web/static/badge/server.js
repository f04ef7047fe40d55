/** What the phone asks the server: to put its badge here, and for the next one. */

import { toHex } from "../kiosk/bytes.js";
import { ED25519 } from "../kiosk/cose.js";
import { holder } from "./key.js";
import { possession } from "./proof.js";

/** @typedef {import("./key.js").Key} Key */
/** @typedef {import("./key.js").Kept} Kept */

/**
 * A badge to keep, or why there is none: `sign_in`, `ended`, `another`, `refused`, `slow`,
 * `network` or `broken`.
 * @typedef {{ kept: Kept } | { problem: string }} Handed
 */

/** Statuses that say what to do; a word of the answer tells those of one status apart. */
const PROBLEMS = new Map([
  [401, "sign_in"],
  [409, "refused"],
  [410, "ended"],
  [429, "slow"],
]);

/**
 * Put the badge of whoever is signed in on the phone that holds this key.
 * @param {Key} key
 * @param {string} kind
 */
export function enrol(key, kind) {
  return ask("/api/v1/devices", key, { kind });
}

/**
 * The next badge for this key, or the one there is while that is fresh.
 * @param {Key} key
 */
export function renew(key) {
  return ask("/api/v1/devices/renew", key, {});
}

/**
 * Take the badge off this phone. Without a network only the phone forgets it.
 * @param {Key} key
 */
export async function end(key) {
  await sent("/api/v1/devices/end", key, {}).catch(() => null);
}

/**
 * @param {string} path
 * @param {Key} key
 * @param {object} more
 * @returns {Promise<Handed>}
 */
async function ask(path, key, more) {
  try {
    const answer = await sent(path, key, more);
    return answer.ok ? { kept: await keptOf(key, answer) } : { problem: await problemOf(answer) };
  } catch {
    return { problem: "network" };
  }
}

/**
 * What the server says to somebody who shows this key; or to whoever asks for too many challenges.
 * @param {string} path
 * @param {Key} key
 * @param {object} more
 */
async function sent(path, key, more) {
  const asked = await post("/api/v1/devices/challenge", {});
  return asked.ok ? post(path, { ...more, ...(await shown(key, await asked.json())) }) : asked;
}

/**
 * The key's public half, and the proof that this phone holds the other.
 * @param {Key} key
 * @param {{ nonce: string, audience: string, now: string }} challenge
 */
async function shown(key, { nonce, audience, now }) {
  const occasion = { aud: audience, at: secondsOf(now), nonce: fromHex(nonce) };
  const proof = await possession(occasion, holder(key));
  const alg = key.alg === ED25519 ? "Ed25519" : "ESP256";
  return { key: { alg, public: toHex(key.open) }, proof: toHex(proof) };
}

/**
 * @param {Key} key
 * @param {Response} answer
 * @returns {Promise<Kept>}
 */
async function keptOf(key, answer) {
  const told = await answer.json();
  return {
    key,
    token: told.token,
    expiresAt: secondsOf(told.expires_at),
    renewAt: secondsOf(told.renew_at),
    worksAt: told.works_at,
    paused: told.paused,
    ahead: secondsOf(told.now) - Date.now() / 1000,
  };
}

/** @param {Response} answer */
async function problemOf(answer) {
  const { error } = await answer.json().catch(() => ({ error: "" }));
  if (error === "another") {
    return error;
  }
  return PROBLEMS.get(answer.status) ?? "broken";
}

/**
 * @param {string} path
 * @param {object} body
 */
function post(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
}

/** @param {string} moment */
function secondsOf(moment) {
  return Date.parse(moment) / 1000;
}

/** @param {string} text */
function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
