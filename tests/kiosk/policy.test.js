import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import { decide } from "../../checkin/web/static/kiosk/policy.js";

/** @type {{ name: string, facts: any, admit: boolean, reason: string, say: string }[]} */
const CASES = JSON.parse(readFileSync(new URL("../vectors/policy.json", import.meta.url), "utf8"));

for (const { name, facts, ...decision } of CASES) {
  test(`${decision.reason}: ${name}`, () => {
    assert.deepEqual(decide(facts), decision);
  });
}
