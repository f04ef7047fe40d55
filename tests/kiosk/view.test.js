import { test } from "node:test";
import assert from "node:assert/strict";
import { awake } from "../../checkin/web/static/kiosk/situation.js";
import { reduce } from "../../checkin/web/static/kiosk/state.js";
import { shown, view, vocabulary } from "../../checkin/web/static/kiosk/view.js";

/** @typedef {import("../../checkin/web/static/kiosk/situation.js").State} State */
/** @typedef {import("../../checkin/web/static/kiosk/situation.js").Place} Place */

/** Words that name themselves: `ready.scanner` in English, `de:ready.scanner` in German. */
const named = (prefix = "") =>
  new Proxy(
    {},
    {
      get: (_, topic) =>
        new Proxy({}, { get: (_other, word) => `${prefix}${String(topic)}.${String(word)}` }),
    },
  );
const LANGUAGES = { en: named(), de: named("de:") };

/** @type {Place} */
const ENTRANCE = {
  site: "Harbour House",
  door: "Main entrance",
  directions: ["in"],
  input: "both",
  posture: "normal",
  languages: ["en", "de"],
};
const READY = at(ENTRANCE);

/** @param {Place} place */
function at(place) {
  return reduce(awake("en", 0), { type: "heartbeat", place, at: 1 });
}

/** @param {State} state @param {number} [now] @param {boolean} [framed] */
const seen = (state, now = 0, framed = false) => view(state, LANGUAGES, now, framed);

test("a ready screen says one sentence: what to do", () => {
  assert.equal(seen(READY).stage.headline, "ready.scanner");
  assert.equal(seen({ ...READY, camera: "on", cameraWanted: true }).stage.headline, "ready.camera");
  assert.equal(seen(at({ ...ENTRANCE, input: "camera" })).stage.headline, "ready.camera_off");
});

test("a screen that can't check says so, who can, and that it comes back by itself", () => {
  const blind = seen(reduce(READY, { type: "silence", at: 5 }));

  assert.deepEqual(
    [blind.stage, blind.hint, blind.shape, blind.mode],
    [
      { headline: "blind.headline", next: "blind.next" },
      "blind.recovers",
      "blind",
      { text: "mode.lost", tone: "lost" },
    ],
  );
});

test("a code is typed only where the server can look it up", () => {
  assert.equal(seen(READY).canType, true);
  assert.equal(seen({ ...READY, reachable: false }).canType, false);
  assert.equal(seen(at({ ...ENTRANCE, posture: "locked" })).canType, false);
});

test("whoever has no badge is told to hold nothing up where nothing is looked at", () => {
  const blind = reduce(READY, { type: "silence", at: 5 });
  const unpaired = reduce(READY, { type: "unpaired", at: 5 });

  assert.deepEqual(
    [READY, blind, at({ ...ENTRANCE, posture: "locked" }), unpaired, awake("en", 0)].map(
      (state) => seen(state).help,
    ),
    [
      "",
      "blind.headline. blind.next",
      "paused_locked.headline. paused_locked.next",
      "pairing.headline. pairing.public",
      "starting.headline. starting.next",
    ],
  );
});

test("whether the server was asked is always said in words", () => {
  assert.equal(seen(READY).mode.text, "mode.checked");
  assert.equal(seen(awake("en", 0)).mode.text, "mode.starting");
  assert.equal(seen(at({ ...ENTRANCE, posture: "open" })).mode.text, "mode.open");
});

test("every refusal is help in one colour; what can be mended at once has its own arrow", () => {
  const words = vocabulary(LANGUAGES, "en");
  const refusals = ["use_desk", "closed", "not_here", "not_now", "full", "already"];

  for (const say of refusals) {
    assert.deepEqual(shown({ say, admit: false }, words), {
      kind: "desk",
      shape: "desk",
      headline: `${say}.headline`,
      next: `${say}.next`,
    });
  }
  assert.equal(shown({ say: "unreadable", admit: false }, words).shape, "again");
});

test("an answer that couldn't be made is neither yes nor no", () => {
  assert.equal(shown({ say: "no_data", admit: false }, vocabulary(LANGUAGES, "en")).kind, "blind");
});

test("the shape follows whether the door opens, not the words", () => {
  const words = vocabulary(LANGUAGES, "en");

  assert.equal(shown({ say: "already", admit: true }, words).kind, "admit");
  assert.equal(shown({ say: "already", admit: true }, words).headline, "already_admitted.headline");
  assert.equal(shown({ say: "welcome", admit: false }, words).kind, "desk");
});

test("somebody who waits longer than a second is told", () => {
  const asked = reduce(READY, {
    type: "presented",
    text: "CI1:A",
    source: "scanner",
    nonce: "n",
    takenAt: "t",
    since: 1_000,
    at: 1_000,
  });

  assert.equal(seen(asked, 1_100).stage.next, "");
  assert.equal(seen(asked, 2_100).stage.next, "reading.slow");
});

test("two directions are offered only where the door has them", () => {
  assert.ok(!seen(READY).choosesDirection);
  assert.ok(seen(at({ ...ENTRANCE, directions: ["in", "out"] })).choosesDirection);
});

test("leaving is said", () => {
  assert.equal(seen(at({ ...ENTRANCE, directions: ["out"] })).hint, "ready.leaving");
});

test("a camera is offered, and mentioned, only where it is switched on for this screen", () => {
  assert.equal(seen(at({ ...ENTRANCE, input: "scanner" })).camera, null);
  assert.notEqual(seen(READY).camera, null);
});

test("a camera that is refused inside another page offers a window of its own", () => {
  const refused = reduce(READY, { type: "camera_ended", health: "refused", at: 5 });

  assert.deepEqual(
    [seen(refused, 0, true).camera?.problem, seen(refused, 0, true).camera?.framed],
    ["camera.framed", true],
  );
  assert.equal(seen(refused, 0, false).camera?.problem, "camera.refused");
});

test("the other language is offered in its own words, and none where there is only one", () => {
  assert.equal(seen(READY).otherLanguage, "de:language.name");
  assert.equal(seen(at({ ...ENTRANCE, languages: ["en"] })).otherLanguage, "");
});

test("a language that this page doesn't speak becomes English, not silence", () => {
  assert.equal(seen({ ...READY, language: "fr" }).stage.headline, "ready.scanner");
});

test("the pretend door opens for an admission and for a door that stands open, never else", () => {
  const admitted = { ...READY, answer: { say: "welcome", admit: true } };
  const refused = { ...READY, answer: { say: "use_desk", admit: false } };

  assert.ok(seen(admitted).door.open);
  assert.ok(!seen(refused).door.open);
  assert.ok(!seen(READY).door.open);
  assert.ok(seen(at({ ...ENTRANCE, posture: "open" })).door.open);
});
