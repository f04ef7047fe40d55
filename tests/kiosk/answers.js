/** Prints the browser's codes for many texts, read as JSON: {texts, jwks, at, aud}. */

import { readFileSync } from "node:fs";
import { read } from "../../checkin/web/static/kiosk/badge.js";
import { KeySet } from "../../checkin/web/static/kiosk/keyset.js";

/** @type {{ texts: string[], jwks: object, at: number, aud: string }} */
const { texts, jwks, at, aud } = JSON.parse(readFileSync(0, "utf8"));
const reader = { keys: await KeySet.fromJwks(jwks), accepts: [aud], now: at };
const codes = [];
for (const text of texts) {
  codes.push((await read(text, reader)).code);
}
process.stdout.write(JSON.stringify(codes));
