import { test } from "node:test";
import assert from "node:assert/strict";
import { Camera } from "../../checkin/web/static/kiosk/camera.js";

/** A promise that the test keeps when it likes. */
function later() {
  /** @type {(value?: any) => void} */
  let resolve = () => undefined;
  const promise = new Promise((kept) => (resolve = kept));
  return { promise, resolve };
}

/** Everything that is waiting for nothing has gone on. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A camera before a page, which notes what the page is told; it plays when the test says so. */
function bench() {
  const playing = later();
  const track = { ended: false, label: "", addEventListener() {}, getSettings: () => ({}) };
  const stream = {
    getVideoTracks: () => [track],
    getTracks: () => [{ stop: () => (track.ended = true) }],
  };
  Object.defineProperty(globalThis, "navigator", {
    configurable: true,
    value: {
      mediaDevices: { getUserMedia: async () => stream, enumerateDevices: async () => [] },
    },
  });
  Reflect.set(globalThis, "localStorage", { getItem: () => null });
  /** @type {any[]} */
  const told = [];
  const video = { srcObject: null, videoWidth: 0, videoHeight: 0, play: () => playing.promise };
  const decoder = { failures: 0, start: async () => undefined, rest() {} };
  const camera = new Camera(
    /** @type {any} */ (video),
    {
      saw: () => told.push("saw"),
      health: (health) => told.push(health),
      ended: (health) => told.push(`ended: ${health}`),
      view: (view) => told.push(view === null ? "no view" : "view"),
    },
    /** @type {any} */ (decoder),
  );
  return { camera, told, track, video, plays: () => playing.resolve() };
}

test("what it sees is shown when it plays, and not after it was stopped", async () => {
  const { camera, told, track, plays } = bench();
  void camera.start();
  await settled();
  plays();
  await settled();

  assert.deepEqual(told, ["starting", "view", "on"]);

  camera.stop();
  await settled();

  assert.deepEqual(told, ["starting", "view", "on", "no view"]);
  assert.equal(track.ended, true);
});

test("one that is stopped before it plays shows nothing, and says nothing, afterwards", async () => {
  const { camera, told, track, video, plays } = bench();
  void camera.start();
  await settled();

  camera.stop();
  plays();
  await settled();

  assert.deepEqual(told, ["starting", "no view"]);
  assert.equal(track.ended, true);
  assert.equal(video.srcObject, null);
});
