/**
 * The code with which staff leave kiosk mode, checked without a network: against the slow hash that
 * the server sends with each answer to a sign of life.
 */

import { fromBase64url } from "./bytes.js";

export const DIGITS = 8;
export const MOST_WRONG = 5; // tries, then a pause
export const PAUSE = 60_000;

/** @typedef {{ salt: string, rounds: number, hash: string }} Verifier as the server sends it */
/** @typedef {"right" | "wrong" | "pause" | "unknown"} Tried */

/**
 * The digits of what somebody typed, as many as a code has.
 * @param {string} text
 */
export function digits(text) {
  return text.replace(/\D/g, "").slice(0, DIGITS);
}

export class StaffCode {
  /** @param {() => number} now milliseconds of a clock that only runs forward */
  constructor(now) {
    this.now = now;
    this.wrong = 0;
    this.pausedUntil = 0;
  }

  /**
   * Try a code. Each try counts before it is checked, so that many at once are many.
   * @param {string} code
   * @param {Verifier | null} verifier null as long as the server has sent none
   * @returns {Promise<Tried>}
   */
  async try(code, verifier) {
    if (this.now() < this.pausedUntil) {
      return "pause";
    }
    if (verifier === null) {
      return "unknown";
    }
    this.wrong += 1;
    if (this.wrong >= MOST_WRONG) {
      this.wrong = 0;
      this.pausedUntil = this.now() + PAUSE;
    }
    if (await matches(code, verifier).catch(() => false)) {
      this.wrong = 0;
      this.pausedUntil = 0;
      return "right";
    }
    return this.now() < this.pausedUntil ? "pause" : "wrong";
  }
}

/**
 * PBKDF2 with HMAC-SHA-256 (RFC 8018), 32 bytes.
 * @param {string} code
 * @param {Verifier} verifier
 */
async function matches(code, { salt, rounds, hash }) {
  const bytes = new TextEncoder().encode(code);
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: fromBase64url(salt), iterations: rounds };
  const made = new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
  const meant = fromBase64url(hash);
  return meant.length === made.length && made.every((byte, at) => byte === meant[at]);
}
