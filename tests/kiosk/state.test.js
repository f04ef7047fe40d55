import { test } from "node:test";
import assert from "node:assert/strict";
import {
  ANSWER_CROWDED,
  ANSWER_SHOWN,
  ANSWER_SPOKEN,
  READING_LIMIT,
  REPEAT,
  SAME_NONCE,
} from "../../checkin/web/static/kiosk/scan.js";
import {
  STARTING_LIMIT,
  awake,
  belongsToDraft,
  draftIsWhole,
  films,
  reads,
} from "../../checkin/web/static/kiosk/situation.js";
import { IDLE, reduce } from "../../checkin/web/static/kiosk/state.js";

/** @typedef {import("../../checkin/web/static/kiosk/situation.js").State} State */
/** @typedef {import("../../checkin/web/static/kiosk/situation.js").Place} Place */
/** @typedef {import("../../checkin/web/static/kiosk/situation.js").Happening} Happening */

/** @type {Place} */
const ENTRANCE = {
  site: "Harbour House",
  door: "Main entrance",
  directions: ["in"],
  input: "both",
  posture: "normal",
  languages: ["en", "de"],
};
/** @type {Place} */
const BOTH_WAYS = { ...ENTRANCE, directions: ["in", "out"] };
const READY = after(awake("en", 0), { type: "heartbeat", place: ENTRANCE, at: 100 });

/**
 * @param {State} state
 * @param {...Happening} events
 */
function after(state, ...events) {
  return events.reduce(reduce, state);
}

/**
 * A badge held up to the scanner.
 * @param {string} text
 * @param {number} at
 * @param {"scanner" | "camera" | "code"} [source]
 * @returns {Happening}
 */
function scan(text, at, source = "scanner") {
  const since = at - 40;
  return { type: "presented", text, source, nonce: `nonce-${at}`, takenAt: `taken-${at}`, since, at };
}

/**
 * @param {string} nonce
 * @param {number} at
 * @param {boolean} [admit]
 * @returns {Happening}
 */
function answer(nonce, at, admit = true) {
  return { type: "answered", nonce, say: admit ? "welcome" : "use_desk", admit, at };
}

/** @param {number} at @returns {Happening} */
const tick = (at) => ({ type: "tick", at });
/** @param {number} at @param {string} nonce @returns {Happening} */
const unanswered = (at, nonce) => ({ type: "unanswered", nonce, at });

test("the screen wakes up not knowing anything, and is ready when the server has answered", () => {
  assert.equal(awake("en", 0).mode, "starting");
  assert.equal(READY.mode, "ready");
});

test("a start that gets no answer ends by itself and says so", () => {
  assert.equal(after(awake("en", 0), tick(STARTING_LIMIT - 1)).mode, "starting");
  assert.equal(after(awake("en", 0), tick(STARTING_LIMIT)).mode, "blind");
});

test("a scan is asked about at once", () => {
  const state = after(READY, scan("CI1:A", 200));

  assert.equal(state.mode, "reading");
  assert.deepEqual(state.presentation, {
    token: "CI1:A",
    nonce: "nonce-200",
    takenAt: "taken-200",
    since: 160,
    direction: "in",
  });
});

test("keys that can only be a scanner's show that something is being read", () => {
  assert.equal(after(READY, { type: "hearing", at: 200 }).mode, "reading");
});

test("reading that leads to nothing ends by itself", () => {
  const state = after(READY, { type: "hearing", at: 0 }, tick(READING_LIMIT));

  assert.equal(state.mode, "ready");
});

test("an answer fills the screen for three seconds", () => {
  const state = after(READY, scan("CI1:A", 200), answer("nonce-200", 300));

  assert.deepEqual([state.mode, state.answer], ["answering", { say: "welcome", admit: true }]);
  assert.equal(after(state, tick(300 + ANSWER_SHOWN - 1)).mode, "answering");
  assert.deepEqual(after(state, tick(300 + ANSWER_SHOWN)).answer, null);
  assert.equal(after(state, tick(300 + ANSWER_SHOWN)).mode, "ready");
});

test("the next scan takes an answer away at once", () => {
  const state = after(READY, scan("CI1:A", 200), answer("nonce-200", 300), scan("CI1:B", 400));

  assert.deepEqual(
    [state.mode, state.answer, state.presentation?.token],
    ["reading", null, "CI1:B"],
  );
});

test("an answer that is read aloud stays long enough to be heard", () => {
  const loud = after(READY, { type: "loudness", at: 150 });
  const state = after(loud, scan("CI1:A", 200), answer("nonce-200", 300));

  assert.equal(after(state, tick(300 + ANSWER_SPOKEN - 1)).mode, "answering");
});

test("a touch or Escape dismisses an answer", () => {
  const state = after(READY, scan("CI1:A", 200), answer("nonce-200", 300), {
    type: "dismissed",
    at: 400,
  });

  assert.equal(state.mode, "ready");
});

test("an answer to another question is nobody's answer", () => {
  const state = after(READY, scan("CI1:A", 200), answer("nonce-1", 300));

  assert.equal(state.mode, "reading");
});

test("an answer that comes too late is not shown to whoever stands there now", () => {
  const state = after(
    READY,
    scan("CI1:A", 200),
    unanswered(6_000, "nonce-200"),
    answer("nonce-200", 6_100),
  );

  assert.deepEqual(state.answer, { say: "no_data", admit: false });
});

test("somebody who scans while another badge is asked about gets their own answer next", () => {
  const both = after(READY, scan("CI1:A", 200), scan("CI1:B", 250), answer("nonce-200", 300));

  assert.deepEqual(both.answer, { say: "welcome", admit: true });
  const second = after(both, tick(300 + ANSWER_CROWDED));
  assert.deepEqual([second.mode, second.presentation?.nonce], ["reading", "nonce-250"]);
});

test("nobody in a queue is lost", () => {
  const three = after(READY, scan("CI1:A", 200), scan("CI1:B", 210), scan("CI1:C", 220));
  const answered = after(
    three,
    answer("nonce-200", 300),
    tick(1_300),
    answer("nonce-210", 1_400),
    tick(2_400),
  );

  assert.equal(answered.presentation?.token, "CI1:C");
});

test("the same badge within five seconds is ignored", () => {
  const state = after(
    READY,
    scan("CI1:A", 200),
    answer("nonce-200", 300),
    tick(3_400),
    scan("CI1:A", 4_000),
  );

  assert.deepEqual([state.mode, state.presentation], ["ready", null]);
});

test("the same badge after five seconds is a new presentation with a new nonce", () => {
  const state = after(
    READY,
    scan("CI1:A", 200),
    answer("nonce-200", 300),
    tick(3_400),
    scan("CI1:A", 200 + REPEAT),
  );

  assert.equal(state.presentation?.nonce, `nonce-${200 + REPEAT}`);
});

test("a badge that stays in the camera's view is one presentation, however long", () => {
  let state = after(READY, scan("CI1:A", 0, "camera"), answer("nonce-0", 50));
  for (let at = 100; at < 20_000; at += 100) {
    state = after(state, tick(at), scan("CI1:A", at, "camera"));
  }

  assert.equal(state.mode, "ready");
});

test("a scanner's repeats don't put off the moment from which it counts again", () => {
  let state = after(READY, scan("CI1:A", 0), answer("nonce-0", 50), tick(3_100));
  state = after(state, scan("CI1:A", 4_000), scan("CI1:A", REPEAT));

  assert.equal(state.presentation?.nonce, `nonce-${REPEAT}`);
});

test("a repeat that was heard as keys doesn't leave the screen reading", () => {
  const answered = after(READY, scan("CI1:A", 0), answer("nonce-0", 50), tick(3_100));
  const state = after(answered, { type: "hearing", at: 3_500 }, scan("CI1:A", 3_600));

  assert.equal(state.mode, "ready");
});

test("coming in and leaving within five seconds are two presentations", () => {
  const open = after(READY, { type: "heartbeat", place: BOTH_WAYS, at: 150 });
  const state = after(
    open,
    scan("CI1:A", 200),
    answer("nonce-200", 300),
    { type: "dismissed", at: 400 },
    { type: "direction", direction: "out", at: 500 },
    scan("CI1:A", 600),
  );

  assert.deepEqual(
    [state.presentation?.direction, state.presentation?.nonce],
    ["out", "nonce-600"],
  );
});

test("without an answer the screen says that it can't check, and nobody is let in", () => {
  const state = after(READY, scan("CI1:A", 200), unanswered(5_000, "nonce-200"));

  assert.deepEqual([state.mode, state.answer], ["blind", { say: "no_data", admit: false }]);
  assert.equal(after(state, tick(5_000 + ANSWER_SHOWN)).mode, "blind");
});

test("the watchdog ends a question that nobody answers", () => {
  const state = after(READY, scan("CI1:A", 0), tick(READING_LIMIT));

  assert.deepEqual([state.mode, state.presentation], ["blind", null]);
});

test("a badge that got no answer may be held up again at once, and keeps its nonce", () => {
  const state = after(
    READY,
    scan("CI1:A", 200),
    unanswered(1_000, "nonce-200"),
    scan("CI1:A", 1_500),
  );

  assert.deepEqual(
    [state.presentation?.nonce, state.presentation?.takenAt],
    ["nonce-200", "taken-200"],
  );
  assert.equal(state.presentation?.since, 1_460); // nobody waited while they were away
});

test("much later it is a new presentation", () => {
  const late = 1_000 + SAME_NONCE;
  const state = after(
    READY,
    scan("CI1:A", 200),
    unanswered(1_000, "nonce-200"),
    scan("CI1:A", late),
  );

  assert.equal(state.presentation?.nonce, `nonce-${late}`);
});

test("another badge never gets the nonce of one that went unanswered", () => {
  const state = after(
    READY,
    scan("CI1:A", 200),
    unanswered(1_000, "nonce-200"),
    scan("CI1:B", 1_500),
  );

  assert.equal(state.presentation?.nonce, "nonce-1500");
});

test("a blind screen recovers by itself when the server answers", () => {
  const blind = after(READY, { type: "silence", at: 200 });

  assert.equal(blind.mode, "blind");
  assert.equal(after(blind, { type: "heartbeat", place: ENTRANCE, at: 300 }).mode, "ready");
});

test("a blind screen still asks when a badge is held up, and an answer makes it see again", () => {
  const state = after(
    READY,
    { type: "silence", at: 200 },
    scan("CI1:A", 300),
    answer("nonce-300", 400),
  );

  assert.equal(after(state, tick(400 + ANSWER_SHOWN)).mode, "ready");
});

test("silence between two scans doesn't take an answer off the screen", () => {
  const state = after(READY, scan("CI1:A", 200), answer("nonce-200", 300), {
    type: "silence",
    at: 400,
  });

  assert.equal(state.mode, "answering");
  assert.equal(after(state, tick(300 + ANSWER_SHOWN)).mode, "blind");
});

test("a ticket or a web address before the scanner is answered here and asked nobody", () => {
  const state = after(READY, scan("https://example.org/", 200));

  assert.deepEqual([state.answer?.say, state.presentation], ["unreadable", null]);
});

test("a code in the camera's view that is no badge is left alone", () => {
  assert.equal(after(READY, scan("https://example.org/", 200, "camera")).mode, "ready");
});

test("two badges before the camera are told apart from one, and the hint goes away", () => {
  const state = after(READY, { type: "several", at: 200 });

  assert.notEqual(state.severalUntil, null);
  assert.equal(after(state, tick(5_000)).severalUntil, null);
});

test("at a door that stands open nothing is read", () => {
  const open = after(READY, {
    type: "heartbeat",
    place: { ...ENTRANCE, posture: "open" },
    at: 150,
  });

  assert.equal(open.mode, "paused");
  assert.ok(!reads(open));
  assert.equal(after(open, scan("CI1:A", 200), { type: "hearing", at: 210 }).mode, "paused");
});

for (const posture of /** @type {const} */ (["locked", "off"])) {
  test(`at a door that is ${posture} the server still has the last word`, () => {
    const shut = after(READY, { type: "heartbeat", place: { ...ENTRANCE, posture }, at: 150 });

    assert.equal(shut.mode, "paused");
    assert.equal(after(shut, scan("CI1:A", 200)).mode, "reading");
  });
}

test("a paused door that is used again becomes ready by itself", () => {
  const shut = after(READY, { type: "heartbeat", place: { ...ENTRANCE, posture: "off" }, at: 150 });

  assert.equal(after(shut, { type: "heartbeat", place: ENTRANCE, at: 200 }).mode, "ready");
});

test("direction is back to coming in after each scan", () => {
  const out = after(
    READY,
    { type: "heartbeat", place: BOTH_WAYS, at: 120 },
    { type: "direction", direction: "out", at: 150 },
  );
  const state = after(out, scan("CI1:A", 200), answer("nonce-200", 300));

  assert.equal(out.direction, "out");
  assert.equal(state.direction, "in");
});

test("a door that only leads out asks for leaving, and offers nothing else", () => {
  const exit = after(READY, {
    type: "heartbeat",
    place: { ...ENTRANCE, directions: ["out"] },
    at: 150,
  });

  assert.equal(exit.direction, "out");
  assert.equal(after(exit, { type: "direction", direction: "in", at: 200 }).direction, "out");
});

test("whoever's credential is unknown has to pair, and nothing is read until then", () => {
  const state = after(READY, scan("CI1:A", 200), { type: "unpaired", at: 300 });

  assert.deepEqual([state.mode, state.place, state.presentation], ["unpaired", null, null]);
  assert.equal(after(state, scan("CI1:B", 400), tick(9_999_999)).mode, "unpaired");
});

test("a switched-off screen forgets where it stood and says why", () => {
  const state = after(READY, { type: "switched_off", at: 200 });

  assert.deepEqual(
    [state.mode, state.pairing.problem, state.sightings],
    ["unpaired", "switched_off", []],
  );
});

test("a wrong pairing code is said, and another try is possible", () => {
  const state = after(
    READY,
    { type: "unpaired", at: 1 },
    { type: "pairing_started", at: 2 },
    { type: "pairing_failed", problem: "refused", at: 3 },
  );

  assert.deepEqual(state.pairing, { busy: false, problem: "refused" });
  assert.equal(after(state, { type: "paired", at: 4 }).mode, "starting");
});

test("half a minute after a person left, everything they set is as it was before", () => {
  const changed = after(
    READY,
    { type: "heartbeat", place: BOTH_WAYS, at: 120 },
    { type: "language", at: 150 },
    { type: "loudness", at: 160 },
    { type: "direction", direction: "out", at: 170 },
    { type: "camera_wanted", wanted: true, at: 180 },
  );
  const left = after(changed, tick(180 + IDLE));

  assert.deepEqual(
    [changed.language, changed.loudness, changed.direction, films(changed)],
    ["de", 1, "out", true],
  );
  assert.deepEqual(
    [left.language, left.loudness, left.direction, films(left)],
    ["en", 0, "in", false],
  );
});

test("any touch puts that off", () => {
  const state = after(
    READY,
    { type: "language", at: 150 },
    { type: "touched", at: 20_000 },
    tick(31_000),
  );

  assert.equal(state.language, "de");
});

test("nothing hurries a person who types a code or reads how to get in", () => {
  const typing = after(
    READY,
    { type: "language", at: 150 },
    { type: "panel", panel: "code", at: 160 },
  );
  const state = after(typing, { type: "typed", text: "AB", at: 170 }, tick(3_600_000));

  assert.deepEqual([state.panel, state.draft, state.language], ["code", "AB", "de"]);
});

test("a scan answers even while somebody left a panel open", () => {
  const state = after(READY, { type: "panel", panel: "help", at: 150 }, scan("CI1:A", 200));

  assert.deepEqual([state.mode, state.panel], ["reading", null]);
});

test("a code is typed key by key, and complete at ten characters", () => {
  let state = after(READY, { type: "panel", panel: "code", at: 1 });
  for (const symbol of "abcdefghj") {
    state = after(state, { type: "typed", text: symbol, at: 2 });
  }
  assert.deepEqual([state.draft, draftIsWhole(state)], ["ABCDE-FGHJ", false]);

  state = after(state, { type: "typed", text: "k", at: 3 });
  assert.deepEqual([state.draft, draftIsWhole(state)], ["ABCDE-FGHJK", true]);
});

test("a typed code is asked about without its hyphen", () => {
  const state = after(
    READY,
    { type: "panel", panel: "code", at: 1 },
    scan("ABCDE-FGHJK", 2, "code"),
  );

  assert.deepEqual([state.presentation?.token, state.panel, state.draft], ["ABCDEFGHJK", null, ""]);
});

test("quick fingers type into the code; a badge from the scanner never does", () => {
  const typing = after(READY, { type: "panel", panel: "code", at: 1 });

  assert.ok(belongsToDraft(typing, "ABCDEF"));
  assert.ok(!belongsToDraft(typing, "CI1:ABCDEF"));
  assert.ok(!belongsToDraft(READY, "ABCDEF"));
});

test("the camera films only where it is offered, wanted and looked at", () => {
  const wanted = after(READY, { type: "camera_wanted", wanted: true, at: 150 });
  const place = { ...ENTRANCE, input: /** @type {const} */ ("scanner") };

  assert.ok(!films(READY));
  assert.ok(films(wanted));
  assert.ok(!films(after(wanted, { type: "heartbeat", place, at: 160 })));
  assert.ok(
    !films(after(wanted, { type: "silence", at: 170 })),
    "no picture behind a screen that can't check",
  );
});

test("a camera that ends by itself waits for the next tap", () => {
  const state = after(
    READY,
    { type: "camera_wanted", wanted: true, at: 150 },
    { type: "camera_ended", health: "refused", at: 160 },
  );

  assert.deepEqual([films(state), state.camera], [false, "refused"]);
});

test("the first heartbeat brings its own language, later ones leave a choice alone", () => {
  const place = { ...ENTRANCE, languages: ["de", "en"] };
  const first = after(awake("en", 0), { type: "heartbeat", place, at: 1 });
  const chosen = after(first, { type: "language", at: 2 }, { type: "heartbeat", place, at: 3 });

  assert.deepEqual([first.language, chosen.language], ["de", "en"]);
});

test("whatever happens, only pairing keeps the screen from being ready again", () => {
  /** @type {Happening[]} */
  const events = [
    scan("CI1:A", 0),
    { type: "hearing", at: 0 },
    { type: "several", at: 0 },
    { type: "silence", at: 0 },
    unanswered(0, "nonce-0"),
    { type: "panel", panel: "code", at: 0 },
    { type: "camera_ended", health: "failing", at: 0 },
    answer("nonce-0", 0, false),
    { type: "heartbeat", place: { ...ENTRANCE, posture: "off" }, at: 0 },
  ];
  for (const first of events) {
    for (const second of events) {
      let state = after(READY, { ...first, at: 1_000 }, { ...second, at: 1_001 });
      for (let at = 2_000; at < 60_000; at += 250) {
        state = after(state, tick(at));
      }
      const later = after(state, { type: "heartbeat", place: ENTRANCE, at: 60_000 });
      assert.equal(later.mode, "ready", `${first.type} then ${second.type}`);
      assert.equal(later.presentation, null);
    }
  }
});
