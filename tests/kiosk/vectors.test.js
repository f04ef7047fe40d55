import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import { KeySet } from "../../checkin/web/static/kiosk/keyset.js";
import { answer, lists } from "./judge.js";

const VECTORS = JSON.parse(readFileSync(new URL("../vectors/badge.json", import.meta.url), "utf8"));
const keys = await KeySet.fromJwks(VECTORS.jwks);
const statuses = await lists(VECTORS.status, keys);

for (const one of VECTORS.cases) {
  test(`${one.code}: ${one.name}`, async () => {
    const { code, badge } = await answer(one, keys, statuses);

    assert.equal(code, one.code);
    assert.equal(badge === null, one.code !== "ok");
  });
}
