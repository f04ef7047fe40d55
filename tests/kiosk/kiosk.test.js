import { test } from "node:test";
import assert from "node:assert/strict";
import { Kiosk } from "../../checkin/web/static/kiosk/kiosk.js";
import { awake } from "../../checkin/web/static/kiosk/situation.js";

test("whatever happens gets its time, and every follower is told what was and what is", () => {
  let time = 100;
  const kiosk = new Kiosk(awake("en", 0), () => time);
  /** @type {string[]} */
  const told = [];
  for (const name of ["first", "second"]) {
    kiosk.follow((before, now) => told.push(`${name} ${before.touchedAt} ${now.touchedAt}`));
  }

  kiosk.happens({ type: "touched" });
  time = 250;
  kiosk.happens({ type: "language" });

  assert.deepEqual(told, ["first 0 100", "second 0 100", "first 100 250", "second 100 250"]);
});

test("what a follower sets going is there before the next thing happens", () => {
  const kiosk = new Kiosk(awake("en", 0), () => 0);
  kiosk.follow((before, now) => {
    if (before.panel === null && now.panel === "help") {
      kiosk.happens({ type: "panel", panel: null });
    }
  });

  kiosk.happens({ type: "panel", panel: "help" });

  assert.equal(kiosk.state.panel, null);
});
