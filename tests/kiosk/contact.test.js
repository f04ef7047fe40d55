import { test } from "node:test";
import assert from "node:assert/strict";
import { Contact } from "../../checkin/web/static/kiosk/contact.js";
import { Kiosk } from "../../checkin/web/static/kiosk/kiosk.js";
import { awake } from "../../checkin/web/static/kiosk/situation.js";

const PLACE = {
  kind: "place",
  place: { site: "HQ", door: "Main", directions: ["in"], input: "both", posture: "normal", languages: [] },
  said: {},
};
const SWITCHED_OFF = { kind: "switched_off" };

/** @type {any} */ (globalThis).window = { setTimeout: () => 0 };

/**
 * A screen with a place, and the contact that it keeps with this server.
 * @param {object} [said] what the server says other than that all is well
 */
function paired(said) {
  const kiosk = new Kiosk(awake("en", 0), () => 0);
  const seen = {
    wiped: 0,
    told: /** @type {boolean[]} */ ([]),
    steps: /** @type {string[]} */ ([]),
    due: /** @type {import("../../checkin/web/static/kiosk/parity.js").Medians | null} */ (null),
  };
  const contact = new Contact({
    kiosk,
    server: /** @type {any} */ ({
      hold: () => 0,
      clockDifference: 0,
      heartbeat: async () => PLACE,
      tell: async () => ({ kind: "taken" }),
      snapshot: async () => ({ kind: "silence" }),
      ...said,
    }),
    alone: /** @type {any} */ ({
      waiting: 0,
      full: false,
      known: { queuedEver: 0, etag: "" },
      age: () => null,
      dataOf: () => null,
      heard: async () => undefined,
      /** @param {(scans: object[]) => Promise<boolean>} tell */
      tell: async (tell) => seen.told.push(await tell([])),
      moved: async () => void seen.steps.push("moved"),
    }),
    device: /** @type {any} */ ({ stayAwake: async () => undefined }),
    parity: {
      medians: () => seen.due,
      told: () => void (seen.due = null),
    },
    speaks: () => true,
    itself: () => ({
      version: "1",
      scanner: "unseen",
      pictures: { frames: 0, failures: 0, milliseconds: null },
    }),
    wipe: async () => void (seen.wiped += 1),
  });
  return { kiosk, contact, seen };
}

/** A sign of life whose answer comes when it's told to. */
function held() {
  /** @type {(said: object) => void} */
  let answer = () => undefined;
  const said = new Promise((resolve) => (answer = resolve));
  return { heartbeat: () => said, answer: () => answer(SWITCHED_OFF) };
}

test("a screen that another request found unpaired still says that it was switched off", async () => {
  const { heartbeat, answer } = held();
  const { kiosk, contact, seen } = paired({ heartbeat });
  const beating = contact.beat();

  contact.lost("unpaired"); // the same refusal has taken the cookie of a badge that was asked about
  answer();
  await beating;

  assert.equal(kiosk.state.mode, "unpaired");
  assert.equal(kiosk.state.pairing.problem, "switched_off");
  assert.equal(seen.wiped, 1);
});

test("what is said of an earlier pairing doesn't disturb the next one", async () => {
  const { heartbeat, answer } = held();
  const { kiosk, contact, seen } = paired({ heartbeat });
  const beating = contact.beat();

  kiosk.happens({ type: "unpaired" });
  kiosk.happens({ type: "pairing_started" });
  answer();
  await beating;

  assert.equal(kiosk.state.pairing.busy, true);
  assert.equal(seen.wiped, 0);
});

test("a place that comes after the screen was lost changes nothing", async () => {
  const { kiosk, contact } = paired();
  kiosk.happens({ type: "switched_off" });

  await contact.beat();

  assert.equal(kiosk.state.mode, "unpaired");
  assert.equal(kiosk.state.pairing.problem, "switched_off");
});

test("a snapshot that is refused switches the screen off", async () => {
  const { kiosk, contact, seen } = paired({ snapshot: async () => SWITCHED_OFF });

  await contact.catchUp();

  assert.equal(kiosk.state.pairing.problem, "switched_off");
  assert.equal(seen.wiped, 1);
});

test("scans wait on until the server has them, and a refusal switches the screen off", async () => {
  const answers = [{ kind: "taken" }, { kind: "silence" }, SWITCHED_OFF];
  const { kiosk, contact, seen } = paired({ tell: async () => answers.shift() });
  await contact.catchUp();
  await contact.catchUp();
  assert.equal(seen.wiped, 0);

  await contact.catchUp();

  assert.deepEqual(seen.told, [true, false, false]);
  assert.equal(kiosk.state.pairing.problem, "switched_off");
  assert.equal(seen.wiped, 1);
});

test("a screen tells what waits before it is paired anew, and forgets where it stood after", async () => {
  const { kiosk, contact, seen } = paired({
    tell: async () => (seen.steps.push("told"), { kind: "taken" }),
    pair: async () => (seen.steps.push("paired"), "paired"),
  });

  assert.equal(await contact.pair("CODE", "Tablet"), true);

  assert.deepEqual(seen.steps.slice(0, 3), ["told", "paired", "moved"]);
  assert.notEqual(kiosk.state.mode, "unpaired");
});

test("a screen whose credential is gone is paired all the same, and still holds what waits", async () => {
  const { contact, seen } = paired({
    tell: async () => ({ kind: "unpaired" }),
    pair: async () => "paired",
  });

  assert.equal(await contact.pair("CODE", ""), true);

  assert.equal(seen.told[0], false);
  assert.deepEqual(seen.steps, ["moved"]);
});

test("medians are told until the server has them", async () => {
  const medians = { badge: 800, day_pass: 900 };
  const answers = [{ kind: "silence" }, PLACE, PLACE];
  /** @type {unknown[]} */
  const sent = [];
  const { contact, seen } = paired({
    heartbeat: async (/** @type {any} */ facts) => (sent.push(facts.medians), answers.shift()),
  });
  seen.due = medians;

  for (let beats = 0; beats < 3; beats += 1) {
    await contact.beat();
  }

  assert.deepEqual(sent, [medians, medians, null]);
});
