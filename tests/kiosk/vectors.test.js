import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import { read } from "../../checkin/web/static/kiosk/badge.js";
import { KeySet, fromBase64url } from "../../checkin/web/static/kiosk/keyset.js";
import * as statuslist from "../../checkin/web/static/kiosk/statuslist.js";

const VECTORS = JSON.parse(readFileSync(new URL("../vectors/badge.json", import.meta.url), "utf8"));
const keys = await KeySet.fromJwks(VECTORS.jwks);

/** The lists that a reader holds who fetched each from its address. */
async function fetched() {
  const held = [];
  for (const [uri, token] of Object.entries(VECTORS.status)) {
    const statuses = await statuslist.read(fromBase64url(token), keys);
    if (statuses?.uri === uri) {
      held.push({ statuses, confirmedAt: statuses.issuedAt });
    }
  }
  return new statuslist.Lists(held);
}

const statuses = await fetched();

for (const { name, text, code, at, aud, assurance, kiosk, ...more } of VECTORS.cases) {
  test(`${code}: ${name}`, async () => {
    const answer = await read(text, {
      keys,
      accepts: [aud],
      now: at,
      assurance,
      challenge: kiosk === undefined ? null : { kiosk, nonce: fromHex(more.nonce) },
      memory: more.seen === undefined ? null : { seen: more.seen, fetched: more.fetched },
      statuses,
    });

    assert.equal(answer.code, code);
    assert.equal(answer.badge === null, code !== "ok");
  });
}

/** @param {string} text */
function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
