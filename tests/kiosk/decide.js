/** Prints what a kiosk without a connection says to each scan that it reads as JSON, sealed as well. */

import { readFileSync } from "node:fs";
import { sealed } from "../../checkin/web/static/kiosk/outbox.js";
import { Uses, decideAlone, prepared } from "../../checkin/web/static/kiosk/snapshot.js";

/** @type {{ snapshot: any, confirmed: number, seen: number, scans: { text: string, direction: "in" | "out", at: number, nonce: string }[] }} */
const { snapshot, confirmed, seen, scans } = JSON.parse(readFileSync(0, "utf8"));
const rules = await prepared(snapshot);
const uses = new Uses();
const said = [];
for (const { text, direction, at, nonce } of scans) {
  const moment = { now: at, confirmed, seen };
  const { admit, reason, say } = await decideAlone(text, direction, rules, moment, uses);
  const told = {
    token: text,
    nonce,
    taken_at: new Date(at * 1000).toISOString(),
    direction,
    answered: { admit, say },
    snapshot: new Date(confirmed * 1000).toISOString(),
    kiosk: rules.kiosk,
  };
  said.push({ reason, nonce, sealed: await sealed(told, rules.letterbox) });
}
process.stdout.write(JSON.stringify(said));
