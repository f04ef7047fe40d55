import { test } from "node:test";
import assert from "node:assert/strict";
import {
  isGood,
  isTimeToAsk,
  kindOf,
  serverTime,
} from "../../checkin/web/static/badge/phone.js";
import { allowed, serviceWorkerAddress } from "../../checkin/web/static/badge/trusted.js";

const DAY = 86_400;
const NOW = Date.now() / 1000;

/** @param {Partial<import("../../checkin/web/static/badge/key.js").Kept>} changes */
function kept(changes) {
  const key = /** @type {import("../../checkin/web/static/badge/key.js").Key} */ ({});
  const times = { paused: false, expiresAt: NOW + 7 * DAY, renewAt: NOW + DAY, ahead: 0 };
  return { key, token: "CI1:", worksAt: [], ...times, ...changes };
}

test("the server's clock counts, not the phone's", () => {
  const slow = kept({ ahead: 3600, expiresAt: NOW + 1800 });

  assert.ok(Math.abs(serverTime(slow) - (NOW + 3600)) < 60);
  assert.equal(isGood(slow), false);
  assert.equal(isGood(kept({ expiresAt: NOW + 1800 })), true);
});

test("a fresh badge asks each hour, one that can be renewed each minute", () => {
  const minutes = (/** @type {number} */ ago) => Date.now() - ago * 60_000;
  const due = kept({ renewAt: NOW - 1 });

  assert.equal(isTimeToAsk(kept({}), minutes(59)), false);
  assert.equal(isTimeToAsk(kept({}), minutes(61)), true);
  assert.equal(isTimeToAsk(due, minutes(0.5)), false);
  assert.equal(isTimeToAsk(due, minutes(2)), true);
  assert.equal(isTimeToAsk(kept({ paused: true }), minutes(2)), true);
  assert.equal(isTimeToAsk(kept({}), 0), true);
});

const BROWSERS = {
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)": [5, "iphone"],
  "Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X)": [5, "ipad"],
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19": [5, "ipad"],
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/150": [0, "computer"],
  "Mozilla/5.0 (Linux; Android 15; K) Chrome/150": [5, "android"],
  "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150": [0, "computer"],
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/150": [10, "computer"],
  "Toaster/1.0": [0, "other"],
};

for (const [userAgent, [maxTouchPoints, kind]] of Object.entries(BROWSERS)) {
  test(`${userAgent} is one's ${kind}`, () => {
    assert.equal(kindOf({ userAgent, maxTouchPoints: Number(maxTouchPoints) }), kind);
  });
}

test("the page starts code from one address and no other", () => {
  assert.equal(serviceWorkerAddress, "/me/badge/sw.js");
  assert.throws(() => allowed("/kiosk/sw.js"), TypeError);
});
