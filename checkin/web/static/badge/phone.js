/** What a phone can tell by itself: the time by the server's clock, and what its badge is worth. */

const HOUR = 3600; // seconds
const MINUTE = 60;
const IPHONES = /iPhone|iPod/;
const IPADS = /iPad/;

/** @typedef {import("./key.js").Kept} Kept */

/**
 * Seconds since 1970 by the server's clock, as far as this phone knows it.
 * @param {Kept} kept
 */
export function serverTime(kept) {
  return Date.now() / 1000 + kept.ahead;
}

/**
 * Whether the badge still opens doors, or has to be fetched first.
 * @param {Kept} kept
 */
export function isGood(kept) {
  return serverTime(kept) < kept.expiresAt;
}

/**
 * Whether it is time to ask the server: each minute for the next badge when there is one, or for the
 * end of a pause; else each hour whether this one is still on the phone.
 * @param {Kept} kept
 * @param {number} askedAt when the server was asked last, as `Date.now` counts
 */
export function isTimeToAsk(kept, askedAt) {
  const wait = kept.paused || serverTime(kept) >= kept.renewAt ? MINUTE : HOUR;
  return Date.now() - askedAt >= wait * 1000;
}

/**
 * What this device is, in the word that its owner's list of phones has for it.
 * @param {{ userAgent: string, maxTouchPoints: number }} browser
 */
export function kindOf({ userAgent, maxTouchPoints }) {
  if (IPHONES.test(userAgent)) {
    return "iphone";
  }
  // An iPad says that it is a Mac, which has no touch screen.
  if (IPADS.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1)) {
    return "ipad";
  }
  if (userAgent.includes("Android")) {
    return "android";
  }
  return /Windows|Macintosh|Linux|CrOS/.test(userAgent) ? "computer" : "other";
}
