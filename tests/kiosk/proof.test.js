import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import { possession, proof, textOf, tokenOf } from "../../checkin/web/static/badge/proof.js";
import { read } from "../../checkin/web/static/kiosk/badge.js";
import { decode, openSign1 } from "../../checkin/web/static/kiosk/cose.js";
import { KeySet } from "../../checkin/web/static/kiosk/keyset.js";
import { PHONES, holder } from "./phone.js";

const VECTORS = JSON.parse(readFileSync(new URL("../vectors/badge.json", import.meta.url), "utf8"));
const keys = await KeySet.fromJwks(VECTORS.jwks);
const AT = 1_795_348_800;

/** What an issuer signed for the phone. @param {string} name */
function issuedFor(name) {
  const alone = name === "Ed25519" ? "" : ", P-256";
  const all = /** @type {{ name: string, text: string }[]} */ (VECTORS.cases);
  const wanted = `the inside of a live badge alone${alone}`;
  return tokenOf(all.find((one) => one.name === wanted)?.text ?? "");
}

for (const [name, phone] of Object.entries(PHONES)) {
  test(`what a phone makes around its badge is a live badge, ${name}`, async () => {
    const made = await proof(issuedFor(name), { aud: "hq", at: AT + 0.7 }, await holder(phone));

    const answer = await read(textOf(made), { keys, accepts: ["hq"], now: AT, assurance: "live" });

    assert.equal(answer.code, "ok");
    assert.equal(answer.badge?.provedAt, AT);
  });

  test(`a proof for a kiosk repeats its nonce, ${name}`, async () => {
    const challenge = { kiosk: "kiosk-7", nonce: new Uint8Array(8).fill(5) };
    const occasion = { aud: challenge.kiosk, at: AT, nonce: challenge.nonce };
    const made = await proof(issuedFor(name), occasion, await holder(phone));

    const reader = { keys, accepts: ["hq"], now: AT, challenge };

    assert.equal((await read(textOf(made), reader)).code, "ok");
    const elsewhere = await read(textOf(made), { ...reader, challenge: null });
    assert.equal(elsewhere.code, "proof_wrong_audience");
  });
}

test("a proof around nothing is no badge, and says what was signed", async () => {
  const made = await possession(
    { aud: "https://checkin.example.org", at: AT, nonce: new Uint8Array(16) },
    await holder(PHONES.Ed25519),
  );

  const { header, payload } = openSign1(decode(made));

  assert.deepEqual(Object.fromEntries(/** @type {Map<any, any>} */ (header)), { 1: -19, 16: 294 });
  assert.deepEqual(Object.fromEntries(/** @type {Map<any, any>} */ (payload)), {
    3: "https://checkin.example.org",
    6: AT,
    39: new Uint8Array(16),
  });
  assert.equal((await read(textOf(made), { keys, accepts: null, now: AT })).code, "malformed");
});

test("a proof around something that isn't a token isn't made", async () => {
  const phone = await holder(PHONES.Ed25519);

  const wrong = new Uint8Array([0xd2, 0x84]);

  await assert.rejects(async () => proof(wrong, { aud: "hq", at: AT }, phone));
  assert.throws(() => tokenOf("https://example.org/"), RangeError);
});
