/** What a text that was scanned, filmed or typed can be, before anyone is asked about it. */

import { normalise } from "./shortcode.js";

export const PREFIX = "CI1:";
const LONGEST = 1200; // characters, as the server has it

/** @typedef {{ kind: "badge" | "code", token: string } | { kind: "other" }} Recognised */

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
