/** Whom a screen asks about a badge: the server first, unless it is known to be out of reach. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Asking } from "../../checkin/web/static/kiosk/asking.js";

const BADGE = { token: "CI1:A", nonce: "n", takenAt: "2026-11-23T12:00:00Z", direction: "in" };
const ADMITTED = { kind: "answer", say: "welcome", admit: true };

/**
 * What happens when a badge is held up.
 * @param {{ reachable: boolean, data: number | null, server?: object }} situation
 */
async function asked({ reachable, data, server = ADMITTED }) {
  /** @type {string[]} */
  const log = [];
  /** @type {any} */
  const kiosk = {
    state: { reachable },
    happens: (/** @type {any} */ { type, say = "", alone = false }) =>
      log.push([type, say, alone ? "alone" : ""].filter(Boolean).join(" ")),
  };
  /** @type {any} */
  const means = {
    server: { ask: async () => (log.push("asks the server"), server) },
    alone: { dataOf: () => data, answer: async () => ({ say: "welcome", admit: true }) },
    contact: { tellOfData: () => undefined },
  };
  const asking = new Asking(kiosk, means.server, means.alone, means.contact);
  await asking.ask(/** @type {any} */ (BADGE));
  return log;
}

test("the server is asked first", async () => {
  const log = await asked({ reachable: true, data: 1 });

  assert.deepEqual(log, ["asks the server", "answered welcome"]);
});

test("if it says nothing the screen decides alone", async () => {
  const log = await asked({ reachable: true, data: 1, server: { kind: "silence" } });

  assert.deepEqual(log, ["asks the server", "answered welcome alone"]);
});

test("nobody waits for a server that is known to be out of reach", async () => {
  assert.deepEqual(await asked({ reachable: false, data: 1 }), ["answered welcome alone"]);
});

test("without data it is asked all the same", async () => {
  const log = await asked({ reachable: false, data: null });

  assert.deepEqual(log, ["asks the server", "answered welcome"]);
});
