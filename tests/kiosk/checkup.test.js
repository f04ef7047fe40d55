import { test } from "node:test";
import assert from "node:assert/strict";
import { CLOCK_GOOD, checkup, startup } from "../../checkin/web/static/kiosk/checkup.js";
import { awake } from "../../checkin/web/static/kiosk/situation.js";
import { reduce } from "../../checkin/web/static/kiosk/state.js";

/** @typedef {import("../../checkin/web/static/kiosk/situation.js").State} State */
/** @typedef {import("../../checkin/web/static/kiosk/checkup.js").Condition} Condition */

const WORDS = new Proxy(
  {},
  {
    get: () =>
      new Proxy({}, { get: (_, word) => (/^is_[\d-]/.test(String(word)) ? undefined : String(word)) }),
  },
);

/** @type {import("../../checkin/web/static/kiosk/situation.js").Place} */
const ENTRANCE = {
  site: "Harbour House",
  door: "Main entrance",
  directions: ["in"],
  input: "both",
  posture: "normal",
  languages: ["en"],
};
/** @type {State} */
const READY = {
  ...reduce(awake("en", 0), { type: "heartbeat", place: ENTRANCE, at: 1 }),
  camera: "on",
  dataOf: Date.now(),
};
/** @type {Condition} */
const SOUND = {
  waiting: 0,
  scannerSeen: true,
  pictures: { frames: 300, failures: 2, milliseconds: 14 },
  secure: true,
  awake: true,
  sounds: true,
  persisted: true,
  clockDifference: 40,
};

/** @param {Partial<State>} state @param {Partial<Condition>} found */
const troubles = (state, found) =>
  checkup({ ...READY, ...state }, { ...SOUND, ...found }, WORDS)
    .filter(({ good }) => !good)
    .map(({ label, value }) => [label, value]);

test("a screen that lacks nothing has no trouble to show", () => {
  assert.deepEqual(troubles({}, {}), []);
  assert.equal(checkup(READY, SOUND, WORDS).length, 13);
});

test("each thing that a screen lacks is told beside its name", () => {
  assert.deepEqual(troubles({ reachable: false }, {}), [["server", "is_lost"]]);
  assert.deepEqual(troubles({ dataOf: null }, {}), [["data", "is_none"]]);
  assert.deepEqual(troubles({ camera: "refused" }, {}), [["camera", "is_camera_refused"]]);
  assert.deepEqual(troubles({}, { scannerSeen: false }), [["scanner", "is_unseen"]]);
  assert.deepEqual(troubles({}, { secure: false }), [["secure", "is_no"]]);
  assert.deepEqual(troubles({}, { awake: false }), [["awake", "is_no"]]);
  assert.deepEqual(troubles({}, { sounds: false }), [["sound", "is_untouched"]]);
  assert.deepEqual(troubles({}, { persisted: false }), [["storage", "is_unpromised"]]);
  assert.deepEqual(troubles({}, { clockDifference: -CLOCK_GOOD - 1 }), [["clock", "-10.0 s"]]);
});

test("scans that can't be kept are trouble twice: they wait, and there is no room", () => {
  assert.deepEqual(troubles({ full: true }, { waiting: 3 }), [
    ["waiting", "3"],
    ["storage", "is_full"],
  ]);
});

test("a way of reading that isn't used here is no trouble", () => {
  const scanner = { place: { ...ENTRANCE, input: /** @type {const} */ ("scanner") } };
  const camera = { place: { ...ENTRANCE, input: /** @type {const} */ ("camera") } };

  assert.deepEqual(troubles({ ...scanner, camera: "missing" }, {}), []);
  assert.deepEqual(troubles(camera, { scannerSeen: false }), []);
});

test("how reading by the camera goes is shown once it has begun", () => {
  const lines = (/** @type {Condition["pictures"]} */ pictures) =>
    checkup(READY, { ...SOUND, pictures }, WORDS).map(({ label, value }) => `${label} ${value}`);

  const begun = lines({ frames: 300, failures: 2, milliseconds: 14 });
  assert.ok(["frames 300", "failures 2", "decoding 14 ms"].every((line) => begun.includes(line)));
  const before = lines({ frames: 0, failures: 0, milliseconds: null });
  assert.ok(!before.some((line) => /frames|decoding/.test(line)));
});

test("many pictures given up, or slow ones, are trouble", () => {
  assert.deepEqual(troubles({}, { pictures: { frames: 100, failures: 6, milliseconds: 14 } }), [
    ["failures", "6"],
  ]);
  assert.deepEqual(troubles({}, { pictures: { frames: 100, failures: 0, milliseconds: 400 } }), [
    ["decoding", "400 ms"],
  ]);
});

test("whoever sets a screen up sees how the device is, before it stands anywhere", () => {
  const around = { answered: true, cameras: 1 };
  const wrong = (/** @type {Partial<Condition>} */ found, /** @type {object} */ other = {}) =>
    startup({ ...SOUND, ...found }, { ...around, ...other }, WORDS)
      .filter(({ good }) => !good)
      .map(({ label, value }) => `${label} ${value}`);

  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({}, { cameras: 0 }), []); // a scanner will do
  assert.deepEqual(wrong({}, { answered: false }), ["server is_lost", "clock is_unknown"]);
  assert.deepEqual(wrong({ secure: false, awake: false }), ["secure is_no", "awake is_no"]);
  assert.deepEqual(wrong({ sounds: false }), ["sound is_untouched"]);
  assert.deepEqual(wrong({ persisted: false }), ["storage is_unpromised"]);
  assert.deepEqual(wrong({ clockDifference: CLOCK_GOOD + 1 }), ["clock 10.0 s"]);
});
