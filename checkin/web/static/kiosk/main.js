/** Wires the page together: what happens goes into the state, what the state says is shown. */

import "./walls.js";
import { Alone } from "./alone.js";
import { Camera } from "./camera.js";
import { checkup } from "./checkup.js";
import { Device } from "./device.js";
import * as memory from "./memory.js";
import { listen } from "./scanner.js";
import { Screen } from "./screen.js";
import { Sounds } from "./sound.js";
import { canSpeak, speak, whenVoicesChange } from "./speech.js";
import { awake, belongsToDraft, draftIsWhole, films, types } from "./situation.js";
import { StaffCode } from "./staffcode.js";
import { reduce } from "./state.js";
import { Server, readPlace } from "./sync.js";
import { serviceWorkerAddress } from "./trusted.js";
import { shown, view, vocabulary } from "./view.js";

/** @typedef {import("./situation.js").State} State */
/** @typedef {import("./situation.js").Happening} Happening */
/** @typedef {import("./situation.js").Presentation} Presentation */

const TICK = 250;
const HEARTBEAT = 15_000;
const HEARTBEAT_BLIND = 2_500;
const REFRESH = 60_000; // how old a snapshot may be before the server is asked again
const UPDATE = 3_600_000; // how often to look for a newer page

/** @typedef {Record<string, import("./view.js").Words>} Languages */
/** @type {{ language: string, words: Languages, version: string }} */
const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "{}");
const framed = window.parent !== window;
const clock = () => performance.now();

const screen = new Screen(boot.words);
const sounds = new Sounds();
const device = new Device();
const staffCode = new StaffCode(clock);
const server = new Server({
  fetch: (address, request) => fetch(address, request),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  now: clock,
  wallClock: () => Date.now(),
});
const alone = new Alone(memory, () => Date.now());
const camera = new Camera(screen.preview, {
  saw: (sight) =>
    sight.kind === "text"
      ? present(sight.text, "camera")
      : dispatch({ type: "several", at: clock() }),
  health: (health) => dispatch({ type: "camera_health", health, at: clock() }),
  ended: (health) => dispatch({ type: "camera_ended", health, at: clock() }),
  view: (picture) => screen.showPicture(picture),
});

let state = awake(boot.language, clock());
let scannerSeen = false;
let heartbeatTimer = 0;
let beats = 0;
let catchingUp = false;

/** @param {Happening} event */
function dispatch(event) {
  const before = state;
  state = reduce(state, event);
  screen.show(state, view(state, boot.words, clock(), framed), canSpeak(state.language));
  if (state.panel === "care") {
    screen.staff.tell(checkup(state, condition(), wordsNow()), alone.waiting === 0);
  }
  follow(before, state);
}

/**
 * What a change of state sets going.
 * @param {State} before
 * @param {State} now
 */
function follow(before, now) {
  if (now.presentation !== null && now.presentation !== before.presentation) {
    void ask(now.presentation);
  }
  if (now.answer !== null && now.answer !== before.answer) {
    voice(now);
  }
  if (now.loudness !== before.loudness && now.loudness > 0) {
    speak(wordsNow()["aloud"]?.["begins"] ?? "", now.language, now.loudness);
  }
  if (films(now) && !document.hidden) {
    void camera.start();
  } else {
    camera.stop();
  }
  if (before.reachable && !now.reachable) {
    beatIn(HEARTBEAT_BLIND);
  }
}

function wordsNow() {
  return vocabulary(boot.words, state.language);
}

/** @returns {import("./checkup.js").Condition} */
function condition() {
  return {
    waiting: alone.waiting,
    scannerSeen,
    secure: isSecureContext,
    awake: device.awake,
    sounds: sounds.ready,
    persisted: device.persisted,
    clockDifference: server.clockDifference,
  };
}

/** @param {string} code */
async function openForStaff(code) {
  const tried = await staffCode.try(code, alone.known.place?.staff_code ?? null);
  dispatch({ type: "staff", tried, at: clock() });
}

/** Stand somewhere else from now on. Never while scans wait: they would be lost. */
async function setUpAnew() {
  if (state.panel === "care" && alone.waiting === 0) {
    clearTimeout(heartbeatTimer);
    dispatch({ type: "unpaired", at: clock() });
    await wipe();
  }
}

/** @param {State} now */
function voice(now) {
  if (now.answer !== null) {
    const answer = shown(now.answer, wordsNow());
    sounds.play(answer.kind, now.loudness === 2);
    speak(`${answer.headline} ${answer.next}`, now.language, now.loudness);
  }
}

/** @param {Presentation} presentation */
async function ask(presentation) {
  const { nonce } = presentation;
  const asked = await server.ask(presentation, alone.dataOf() !== null);
  switch (asked.kind) {
    case "answer":
      return answered(nonce, asked, false);
    case "wait":
      return answered(nonce, { say: "wait", admit: false }, false);
    case "silence":
      return decideAlone(presentation);
    default:
      return lost(asked.kind);
  }
}

/** @param {Presentation} presentation */
async function decideAlone(presentation) {
  const answer = await alone.answer(presentation).catch(() => null);
  const { nonce } = presentation;
  tellOfData();
  return answer === null
    ? dispatch({ type: "unanswered", nonce, at: clock() })
    : answered(nonce, answer, true);
}

/**
 * @param {string} nonce
 * @param {import("./situation.js").Answer} answer
 * @param {boolean} byItself
 */
function answered(nonce, { say, admit }, byItself) {
  dispatch({ type: "answered", nonce, say, admit, alone: byItself, at: clock() });
  if (byItself) {
    beatIn(HEARTBEAT_BLIND);
  }
}

/** How old the data is by which this screen could decide alone. */
function tellOfData() {
  const of = alone.dataOf();
  if (of !== state.dataOf || alone.full !== state.full) {
    dispatch({ type: "data", of, full: alone.full, at: clock() });
  }
}

/**
 * @param {string} text
 * @param {"scanner" | "camera" | "code"} source
 */
function present(text, source) {
  const takenAt = new Date(alone.now()).toISOString();
  dispatch({ type: "presented", text, source, nonce: crypto.randomUUID(), takenAt, at: clock() });
}

/** @param {"unpaired" | "switched_off"} kind */
function lost(kind) {
  clearTimeout(heartbeatTimer);
  if (kind === "switched_off") {
    void wipe();
  }
  dispatch({ type: kind, at: clock() });
}

/** Leave nothing on this device. The server asks the browser for the same (`Clear-Site-Data`). */
async function wipe() {
  alone.forget();
  await memory.erase();
  localStorage.clear();
  for (const name of await caches.keys()) {
    await caches.delete(name);
  }
}

/** @param {number} milliseconds */
function beatIn(milliseconds) {
  clearTimeout(heartbeatTimer);
  heartbeatTimer = window.setTimeout(beat, Math.max(milliseconds, server.hold()));
}

async function beat() {
  clearTimeout(heartbeatTimer);
  void device.stayAwake();
  beats += 1;
  const beatNumber = beats;
  const said = await server.heartbeat({
    version: boot.version,
    camera: state.camera,
    scanner: scannerSeen ? "seen" : "unseen",
    queued: alone.waiting,
    queuedEver: alone.known.queuedEver,
    snapshotSeconds: alone.age(),
  });
  if (state.mode === "unpaired" || beatNumber !== beats) {
    return; // it was about an earlier pairing, or a later one is on its way
  }
  if (said.kind === "unpaired" || said.kind === "switched_off") {
    return lost(said.kind);
  }
  if (said.kind === "place") {
    const languages = said.place.languages.filter((language) => language in boot.words);
    dispatch({ type: "heartbeat", place: { ...said.place, languages }, at: clock() });
    await alone.heard(said.said, server.clockDifference).catch(() => undefined);
    void catchUp();
  } else {
    dispatch({ type: "silence", at: clock() });
  }
  beatIn(state.reachable ? HEARTBEAT : HEARTBEAT_BLIND);
}

/** With a connection again: tell what waits, and take what holds now. */
async function catchUp() {
  if (catchingUp) {
    return;
  }
  catchingUp = true;
  try {
    await alone.tell((scans) => server.tell(scans));
    if ((alone.age() ?? Infinity) * 1000 >= REFRESH) {
      const asked = await server.snapshot(alone.known.etag);
      if (asked.kind === "snapshot") {
        await alone.learn(asked.fetched);
      }
    }
  } catch {
    // storage or snapshot that can't be used: the next sign of life tries again
  } finally {
    catchingUp = false;
    tellOfData();
  }
}

/** What this screen knew before it was switched off: enough to go on without a network. */
async function recall() {
  await alone.wake();
  const place = alone.known.place === null ? null : readPlace(alone.known.place);
  if (place !== null && state.place === null && state.mode !== "unpaired") {
    const languages = place.languages.filter((language) => language in boot.words);
    dispatch({ type: "remembered", place: { ...place, languages }, at: clock() });
  }
  tellOfData();
}

/**
 * @param {string} code
 * @param {string} name
 */
async function pair(code, name) {
  dispatch({ type: "pairing_started", at: clock() });
  const result = await server.pair(code, name);
  if (result === "paired") {
    void keepPage(); // a screen that was switched off has forgotten it
    dispatch({ type: "paired", at: clock() });
    await beat();
  } else {
    dispatch({ type: "unpaired", at: clock() });
    dispatch({ type: "pairing_failed", problem: result, at: clock() });
  }
}

/** A link can bring the one-time code, and the name of the device with it. */
function openedByLink() {
  const brought = new URLSearchParams(location.hash.slice(1));
  const code = brought.get("code");
  if (code === null) {
    return false;
  }
  const name = brought.get("name") ?? "";
  history.replaceState(null, "", location.pathname); // a code doesn't stay in the address
  clearTimeout(heartbeatTimer);
  dispatch({ type: "unpaired", at: clock() });
  screen.prefill(code, name);
  if (name !== "") {
    void pair(code, name);
  }
  return true;
}

function listenToHands() {
  screen.listen({
    touched: () => {
      sounds.wake();
      dispatch({ type: "touched", at: clock() });
    },
    fingered: () => !framed && state.mode !== "unpaired" && device.touched(),
    dismissed: () => dispatch({ type: "dismissed", at: clock() }),
    language: () => dispatch({ type: "language", at: clock() }),
    loudness: () => dispatch({ type: "loudness", at: clock() }),
    direction: (direction) => dispatch({ type: "direction", direction, at: clock() }),
    panel: (panel) => dispatch({ type: "panel", panel, at: clock() }),
    typed: (text) => dispatch({ type: "typed", text, at: clock() }),
    draft: (text) => dispatch({ type: "draft", text, at: clock() }),
    code: (text) => draftIsWhole(state) && present(text, "code"),
    staffCode: (code) => void openForStaff(code),
    fullScreen: () => void device.switchFullScreen(),
    setUpAnew: () => void setUpAnew(),
    pair: (code, name) => void pair(code, name),
    cameraSwitch: () =>
      dispatch({ type: "camera_wanted", wanted: !state.cameraWanted, at: clock() }),
    cameraChange: () => void camera.change(),
    cameraLight: () => camera.torch(),
  });
}

function listenToScanner() {
  listen(window, {
    awake: () => state.mode !== "unpaired",
    typing: () => types(state),
    begun: (text) => !belongsToDraft(state, text) && dispatch({ type: "hearing", at: clock() }),
    heard: ({ kind, text, typed }) => {
      if (kind === "typing" || belongsToDraft(state, text)) {
        dispatch({ type: "typed", text: typed, at: clock() });
      } else {
        scannerSeen = true;
        present(text, "scanner");
      }
    },
  });
}

function listenToMachine() {
  setInterval(() => dispatch({ type: "tick", at: clock() }), TICK);
  setInterval(tellOfData, REFRESH);
  addEventListener("online", () => beatIn(0));
  addEventListener("hashchange", openedByLink);
  document.addEventListener("visibilitychange", () => {
    dispatch({ type: "tick", at: clock() }); // the camera stops when hidden, and comes back
    void device.stayAwake();
    if (!document.hidden && state.mode !== "unpaired") {
      beatIn(0);
    }
  });
  whenVoicesChange(() => dispatch({ type: "tick", at: clock() }));
}

/** Keep the page for a restart without a network. */
function keepPage() {
  const address = /** @type {string} */ (serviceWorkerAddress);
  return navigator.serviceWorker?.register(address, { scope: "/kiosk" }).catch(() => undefined);
}

/** Take a newer page when there is one and nobody is using this. */
function renewPage() {
  const workers = navigator.serviceWorker;
  let replaces = workers?.controller !== null; // else it's the first one
  workers?.addEventListener("controllerchange", () => {
    if (replaces && workers.controller !== null) {
      setInterval(() => isIdle() && location.reload(), TICK);
    }
    replaces = workers.controller !== null;
  });
  setInterval(keepPage, UPDATE); // registering again looks for a newer one
}

function isIdle() {
  const busy = state.mode === "reading" || state.answer !== null || state.panel !== null;
  const told = state.pairing.problem !== null; // what was wrong has to stay readable
  return !busy && !told && !state.pairing.busy && !screen.hasPairingText();
}

listenToHands();
listenToScanner();
listenToMachine();
renewPage();
void keepPage();
void device.keepStorage();
void recall().then(() => {
  if (!openedByLink()) {
    void beat();
  }
});
