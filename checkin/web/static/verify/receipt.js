/**
 * Checks the receipt of a consent by the same rules as the server: the signature is over the
 * canonical bytes (RFC 8785) of everything but itself.
 */

import { ED25519 } from "../kiosk/cose.js";
import { fromBase64url } from "../kiosk/bytes.js";
import { verifies } from "../kiosk/keyset.js";

const SLACK = 300; // seconds by which a key may be over

/**
 * @param {unknown} value what JSON.parse made; receipts have no fractions
 * @returns {string}
 * @throws {TypeError} for what can't be signed
 */
export function canonical(value) {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new TypeError("only whole numbers are signed");
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const parts = Object.keys(value)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${canonical(Reflect.get(value, name))}`);
    return `{${parts.join(",")}}`;
  }
  return JSON.stringify(value);
}

/**
 * What is wrong with the receipt, or `ok`; and its plain lines, proved or not.
 * @param {string} text
 * @param {import("../kiosk/keyset.js").KeySet} keys
 * @returns {Promise<{ code: string, lines: string[] }>}
 */
export async function check(text, keys) {
  const parts = parsed(text);
  if (parts === null) {
    return { code: "unreadable", lines: [] };
  }
  const { message, lines, issued, kid, alg, signature } = parts;
  const key = keys.key(kid);
  if (key === undefined || key.purpose !== "log" || key.alg !== ED25519 || alg !== "Ed25519") {
    return { code: "unknown_key", lines };
  }
  if (key.revoked) {
    return { code: "revoked_key", lines };
  }
  if (!(key.notBefore <= issued && issued <= key.notAfter + SLACK)) {
    return { code: "wrong_time", lines };
  }
  const genuine = await verifies(key, message, signature);
  return { code: genuine ? "ok" : "bad_signature", lines };
}

/** @param {string} text */
function parsed(text) {
  try {
    const { signature, ...body } = JSON.parse(text);
    const lines = [...body.lines].map(String);
    const issued = Date.parse(body.issued_at) / 1_000;
    if (Number.isNaN(issued) || !/Z$/.test(body.issued_at)) {
      return null;
    }
    return {
      message: new TextEncoder().encode(canonical(body)),
      lines,
      issued,
      kid: fromBase64url(signature.kid),
      alg: signature.alg,
      signature: fromBase64url(signature.value),
    };
  } catch {
    return null;
  }
}
