import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";

const STATIC = new URL("../../checkin/web/static/", import.meta.url);
const MODULES = new URL("kiosk/", STATIC);
const sources = modulesIn(MODULES);

/** Every other module of ours: phones, verifying, the console and the guide of the demo. */
const others = readdirSync(STATIC)
  .filter((room) => !["kiosk", "vendor"].includes(room))
  .flatMap((room) => modulesIn(new URL(`${room}/`, STATIC)));

/** @param {URL} folder */
function modulesIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
}

/** Those that keep no copier and no door: the walls take them away, so they have to name them. */
const walled = sources.filter(({ name }) => name !== "walls.js" && name !== "sw.js");

for (const way of [
  "toBlob",
  "toDataURL",
  "convertToBlob",
  "MediaRecorder",
  "ImageCapture",
  "VideoEncoder",
  "captureStream",
  "sendBeacon",
  "WebSocket",
  "EventSource",
  "RTCPeerConnection",
  "WebTransport",
]) {
  test(`no module of the kiosk uses ${way}, which its walls take away`, () => {
    const users = walled.filter(({ text }) => text.includes(way)).map(({ name }) => name);

    assert.deepEqual(users, []);
  });
}

for (const way of [
  "FaceDetector",
  "XMLHttpRequest",
  "innerHTML",
  "outerHTML",
  "insertAdjacentHTML",
  "document.write",
  "eval(",
  "new Function",
  "sessionStorage",
]) {
  test(`no module of the kiosk uses ${way}`, () => {
    const users = sources.filter(({ text }) => text.includes(way)).map(({ name }) => name);

    assert.deepEqual(users, []);
  });
}

for (const way of [
  "toBlob",
  "toDataURL",
  "convertToBlob",
  "getImageData",
  "drawImage",
  "grabFrame",
  "takePhoto",
  "createImageBitmap",
  "MediaRecorder",
  "ImageCapture",
  "VideoEncoder",
  "VideoFrame",
  "MediaStreamTrackProcessor",
  "captureStream",
  "getUserMedia",
  "getDisplayMedia",
  "RTCPeerConnection",
  "WebTransport",
  "FaceDetector",
]) {
  test(`no page but the kiosk touches a picture or a camera itself: ${way}`, () => {
    const users = others.filter(({ text }) => text.includes(way)).map(({ name }) => name);

    assert.ok(others.length > 10);
    assert.deepEqual(users, []);
  });
}

test("one module of the kiosk asks for the camera, and one looks at pixels", () => {
  const users = (/** @type {RegExp} */ way) =>
    sources.filter(({ text }) => way.test(text)).map(({ name }) => name);

  assert.deepEqual(users(/getUserMedia/), ["camera.js"]);
  assert.deepEqual(users(/getImageData|drawImage/), ["worker.js"]);
});

test("the walls take away what could carry a picture out, or make a file of one", async () => {
  const doors = ["RTCPeerConnection", "WebTransport", "WebSocket", "MediaRecorder", "ImageCapture"];
  for (const door of doors) {
    Reflect.set(globalThis, door, class {});
  }
  const canvas = class {
    toBlob() {}
    toDataURL() {}
    getContext() {}
  };
  Reflect.set(globalThis, "HTMLCanvasElement", canvas);

  await import("../../checkin/web/static/kiosk/walls.js");

  assert.deepEqual(
    doors.filter((door) => door in globalThis),
    [],
  );
  assert.deepEqual(Object.getOwnPropertyNames(canvas.prototype), ["constructor", "getContext"]);
});

test("the page and the worker remove it before they load anything else", () => {
  for (const wanted of ["main.js", "worker.js"]) {
    const text = sources.find(({ name }) => name === wanted)?.text ?? "";

    assert.equal(text.match(/import [^;]*;/)?.[0], 'import "./walls.js";');
  }
});

test("only one module talks to the server, one to the disk, and three write to the page", () => {
  const users = (/** @type {RegExp} */ way) =>
    sources
      .filter(({ text }) => way.test(text))
      .map(({ name }) => name)
      .sort();

  const writers = users(/createElement|setAttribute|textContent = |\.hidden = /);
  assert.deepEqual(writers, ["scannerpanel.js", "screen.js", "staffpanel.js"]);
  assert.deepEqual(users(/\bfetch\(/), ["main.js", "sw.js", "sync.js"]);
  assert.deepEqual(users(/indexedDB/), ["memory.js"]);
});

test("the worker posts nothing but texts", () => {
  const worker = sources.find(({ name }) => name === "worker.js")?.text ?? "";

  assert.deepEqual(worker.match(/postMessage\([^;]*;/g), [
    "postMessage(await texts(message.data));",
    "postMessage([]);",
  ]);
});

test("no code runs from an address but the worker's and the service worker's", async () => {
  const { allowed, workerAddress, serviceWorkerAddress } =
    await import("../../checkin/web/static/kiosk/trusted.js");

  assert.deepEqual([workerAddress, serviceWorkerAddress], ["/kiosk/worker.js", "/kiosk/sw.js"]);
  for (const address of ["/kiosk/other.js", "https://example.org/kiosk/worker.js", "data:,", ""]) {
    assert.throws(() => allowed(address), TypeError);
  }
});
