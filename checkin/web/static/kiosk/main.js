/** Wires the page together: what happens goes into the state, what the state says is shown. */

import "./walls.js";
import { Alone } from "./alone.js";
import { Asking } from "./asking.js";
import { Calibration } from "./calibration.js";
import { Camera } from "./camera.js";
import { checkup, startup } from "./checkup.js";
import { Contact, REFRESH } from "./contact.js";
import { Device } from "./device.js";
import { wipe } from "./ending.js";
import { Kiosk } from "./kiosk.js";
import * as memory from "./memory.js";
import { Parity } from "./parity.js";
import { keepPage, renewPage } from "./renewal.js";
import { listen } from "./scanner.js";
import { Screen } from "./screen.js";
import { report } from "./selftest.js";
import { Sounds } from "./sound.js";
import { canSpeak, speak, whenVoicesChange } from "./speech.js";
import { awake, belongsToDraft, draftIsWhole, films, types } from "./situation.js";
import { StaffCode } from "./staffcode.js";
import { Server } from "./sync.js";
import { shown, view, vocabulary } from "./view.js";

/** @typedef {import("./situation.js").State} State */
/** @typedef {Record<string, import("./view.js").Words>} Languages */

const TICK = 250;

/** @type {{ language: string, words: Languages, version: string }} */
const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "{}");
const framed = window.parent !== window;
const clock = () => performance.now();

const screen = new Screen(boot.words);
const sounds = new Sounds();
const device = new Device();
const staffCode = new StaffCode(clock);
const kiosk = new Kiosk(awake(boot.language, clock()), clock);
const calibration = new Calibration(localStorage);
const parity = new Parity(() => Date.now());
const alone = new Alone(memory, () => Date.now());
const server = new Server({
  fetch: (address, request) => fetch(address, request),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  now: clock,
  wallClock: () => Date.now(),
});
const contact = new Contact({
  kiosk,
  server,
  alone,
  device,
  parity,
  speaks: (language) => language in boot.words,
  itself: () => ({
    version: boot.version,
    scanner: scannerSeen ? "seen" : "unseen",
    pictures: camera.pictures,
  }),
  wipe: leaveNothing,
});
const asking = new Asking(kiosk, server, alone, contact);
const camera = new Camera(screen.preview, {
  saw: (sight, since) =>
    sight.kind === "text"
      ? asking.present(sight.text, "camera", since)
      : kiosk.happens({ type: "several" }),
  health: (health) => kiosk.happens({ type: "camera_health", health }),
  ended: (health) => kiosk.happens({ type: "camera_ended", health }),
  view: (picture) => screen.showPicture(picture),
});

let scannerSeen = false;

/**
 * @param {State} _before
 * @param {State} now
 */
function show(_before, now) {
  screen.show(now, view(now, boot.words, clock(), framed), canSpeak(now.language));
  if (now.mode === "unpaired") {
    const around = { answered: server.answered, cameras: device.cameras };
    screen.tellStartup(startup(condition(), around, wordsNow()));
  }
  if (now.panel === "care") {
    const mayBeSetUp = alone.waiting === 0 && now.reachable;
    screen.staff.tell(checkup(now, condition(), wordsNow()), mayBeSetUp);
  }
}

/**
 * What a change of state sets going.
 * @param {State} before
 * @param {State} now
 */
function act(before, now) {
  if (now.presentation !== null && now.presentation !== before.presentation) {
    void asking.ask(now.presentation);
  }
  if (now.answer !== null && now.answer !== before.answer) {
    voice(now.answer, now);
  }
  if (now.loudness !== before.loudness && now.loudness > 0) {
    speak(wordsNow()["aloud"]?.["begins"] ?? "", now.language, now.loudness);
  }
  if (films(now) && !document.hidden) {
    void camera.start();
  } else {
    camera.stop();
  }
  if (now.panel === "scanner" && before.panel !== "scanner") {
    screen.scanner.tell(null);
    screen.scanner.show(calibration.learned);
  }
  if (before.reachable && !now.reachable) {
    contact.beatSoon();
  }
}

/**
 * @param {import("./situation.js").Answer} answer
 * @param {State} now
 */
function voice(answer, { language, loudness }) {
  const { kind, headline, next } = shown(answer, wordsNow());
  sounds.play(kind, loudness === 2);
  speak(`${headline} ${next}`, language, loudness);
}

function wordsNow() {
  return vocabulary(boot.words, kiosk.state.language);
}

/** @returns {import("./checkup.js").Condition} */
function condition() {
  return {
    waiting: alone.waiting,
    scannerSeen,
    pictures: camera.pictures,
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
  kiosk.happens({ type: "staff", tried });
}

/**
 * Stand somewhere else from now on. Never while scans wait: they would be lost. Nor without the
 * server: what this screen could do until now would still be good for whoever copied it.
 */
async function setUpAnew() {
  const may = () => kiosk.state.panel === "care" && alone.waiting === 0;
  if (may() && (await server.release()) && may()) {
    contact.lost("unpaired");
    await leaveNothing();
  }
}

function leaveNothing() {
  calibration.forget();
  return wipe(alone);
}

/** @param {import("./scanner.js").Heard} heard */
function tryScanner(heard) {
  const told = report(heard, calibration.learned, wordsNow());
  if (told.learned === null) {
    calibration.forget(); // it's read right without
  } else if (told.learned !== undefined) {
    calibration.keep(told.learned);
  }
  kiosk.happens({ type: "touched" });
  screen.scanner.tell(told);
  screen.scanner.show(calibration.learned);
}

function forgetScanner() {
  calibration.forget();
  screen.scanner.tell(null);
  screen.scanner.show(null);
}

/**
 * @param {string} code
 * @param {string} name
 */
async function pair(code, name) {
  if (await contact.pair(code, name)) {
    void keepPage(); // a screen that was switched off has forgotten it
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
  contact.lost("unpaired");
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
      kiosk.happens({ type: "touched" });
    },
    fingered: () => !framed && kiosk.state.mode !== "unpaired" && device.touched(),
    dismissed: () => kiosk.happens({ type: "dismissed" }),
    language: () => kiosk.happens({ type: "language" }),
    loudness: () => kiosk.happens({ type: "loudness" }),
    direction: (direction) => kiosk.happens({ type: "direction", direction }),
    panel: (panel) =>
      kiosk.happens(panel === "care" ? { type: "back_to_care" } : { type: "panel", panel }),
    forgetScanner,
    typed: (text) => kiosk.happens({ type: "typed", text }),
    draft: (text) => kiosk.happens({ type: "draft", text }),
    code: (text) => draftIsWhole(kiosk.state) && asking.present(text, "code"),
    staffCode: (code) => void openForStaff(code),
    fullScreen: () => void device.switchFullScreen(),
    setUpAnew: () => void setUpAnew(),
    pair: (code, name) => void pair(code, name),
    cameraSwitch: () =>
      kiosk.happens({ type: "camera_wanted", wanted: !kiosk.state.cameraWanted }),
    cameraChange: () => void camera.change(),
    cameraLight: () => camera.torch(),
  });
}

function listenToScanner() {
  listen(window, {
    awake: () => kiosk.state.mode !== "unpaired",
    room: () => ({ typing: types(kiosk.state), learned: calibration.learned }),
    begun: (text) =>
      kiosk.state.panel !== "scanner" &&
      !belongsToDraft(kiosk.state, text) &&
      kiosk.happens({ type: "hearing" }),
    heard: (heard) => {
      const { kind, text, typed, strokes } = heard;
      if (kiosk.state.panel === "scanner") {
        if (kind === "scan") {
          tryScanner(heard);
        }
      } else if (kind === "typing" || belongsToDraft(kiosk.state, text)) {
        kiosk.happens({ type: "typed", text: typed });
      } else {
        scannerSeen = true;
        asking.present(text, "scanner", strokes[0]?.at);
      }
    },
  });
}

function listenToMachine() {
  setInterval(() => kiosk.happens({ type: "tick" }), TICK);
  setInterval(() => void contact.tidy(), REFRESH);
  addEventListener("online", () => contact.beatIn(0));
  addEventListener("hashchange", openedByLink);
  navigator.mediaDevices?.addEventListener("devicechange", () => void device.countCameras());
  document.addEventListener("visibilitychange", () => {
    kiosk.happens({ type: "tick" }); // the camera stops when hidden, and comes back
    void device.stayAwake();
    if (!document.hidden && kiosk.state.mode !== "unpaired") {
      contact.beatIn(0);
    }
  });
  whenVoicesChange(() => kiosk.happens({ type: "tick" }));
}

/** Whether nobody would be interrupted by a newer page. */
function isIdle() {
  const { mode, answer, panel, pairing } = kiosk.state;
  const busy = mode === "reading" || answer !== null || panel !== null || pairing.busy;
  const told = pairing.problem !== null; // what was wrong has to stay readable
  return !busy && !told && !screen.hasPairingText();
}

kiosk.follow(show);
kiosk.follow(act);
kiosk.follow((before, now) => parity.follow(before, now, clock()));
listenToHands();
listenToScanner();
listenToMachine();
renewPage(isIdle);
void keepPage();
void device.keepStorage();
void device.countCameras();
void contact.recall().then(() => {
  if (!openedByLink()) {
    void contact.beat();
  }
});
