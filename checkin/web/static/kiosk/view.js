/** What the screen says in each state, as plain text and names of shapes: pure functions. */

import { READING_LIMIT } from "./scan.js";
import { draftIsWhole } from "./situation.js";
import { DIGITS } from "./staffcode.js";

/** @typedef {import("./situation.js").State} State */
/** @typedef {import("./situation.js").Answer} Answer */
/** @typedef {Record<string, Record<string, string>>} Words */
/** @typedef {"admit" | "desk" | "blind"} Kind */
/** @typedef {{ headline: string, next: string }} Saying */
/** @typedef {Saying & { kind: Kind, shape: string }} Shown */

/**
 * @typedef {object} View
 * @property {Saying} stage the sentence beside the frame, and what to do
 * @property {string} shape in the frame instead of a badge, or empty
 * @property {string} hint below them, or empty
 * @property {Shown | null} answer that fills the screen
 * @property {{ text: string, tone: "checked" | "alone" | "lost" | "waiting" }} mode
 * @property {boolean} choosesDirection
 * @property {boolean} canType a code is looked up by the server alone
 * @property {string} help instead of holding a badge or day pass up here, or empty
 * @property {CameraView | null} camera
 * @property {string} aloud label of the button
 * @property {string} otherLanguage its own name for itself
 * @property {boolean} draftIsWhole
 * @property {{ problem: string, send: string }} pairing
 * @property {{ problem: string, isWhole: boolean }} staff
 * @property {{ open: boolean, label: string }} door the pretend one of a demo
 */

/**
 * @typedef {object} CameraView
 * @property {string} switch label of the button
 * @property {boolean} needed whether there is no other way but to switch it on
 * @property {string} problem or empty
 * @property {boolean} framed whether a window of its own would help
 */

const SLOW = 1_000; // milliseconds after which a person is told that it takes longer

/**
 * @param {State} state
 * @param {Record<string, Words>} languages
 * @param {number} now
 * @param {boolean} framed whether this page is shown inside another one
 * @returns {View}
 */
export function view(state, languages, now, framed) {
  const words = vocabulary(languages, state.language);
  const answer = state.answer === null ? null : shown(state.answer, words);
  return {
    stage: stage(state, words, now),
    shape: frameShape(state),
    hint: hint(state, words),
    answer,
    mode: modeLine(state, words),
    choosesDirection: state.place?.directions.length === 2 && state.mode !== "paused",
    canType: isServing(state) && state.reachable,
    help: isServing(state) ? "" : instead(state, words, now),
    camera: camera(state, words, framed),
    aloud: say(words, "aloud", ["off", "on", "loud"][state.loudness] ?? "off"),
    otherLanguage: otherLanguage(state, languages),
    draftIsWhole: draftIsWhole(state),
    pairing: {
      problem: state.pairing.problem === null ? "" : say(words, "pairing", state.pairing.problem),
      send: say(words, "pairing", state.pairing.busy ? "busy" : "send"),
    },
    staff: {
      problem: state.staffProblem === null ? "" : say(words, "staff", state.staffProblem),
      isWhole: state.panel === "staff" && state.draft.length === DIGITS,
    },
    door: pretendDoor(answer?.kind === "admit" || state.place?.posture === "open", words),
  };
}

/**
 * @param {boolean} open
 * @param {Words} words
 */
function pretendDoor(open, words) {
  return { open, label: say(words, "demo", open ? "opened" : "closed") };
}

/** Whether a badge or day pass held up now would be looked at. @param {State} state */
function isServing({ mode }) {
  return mode === "ready" || mode === "reading" || mode === "answering";
}

/**
 * What there is to do at a screen that looks at nothing just now.
 * @param {State} state
 * @param {Words} words
 * @param {number} now
 */
function instead(state, words, now) {
  const { headline, next } = stage(state, words, now);
  const sentence = headline.endsWith(".") ? headline : `${headline}.`;
  return `${sentence} ${state.mode === "unpaired" ? say(words, "pairing", "public") : next}`;
}

/**
 * The words of a language; English for one that this page doesn't speak.
 * @param {Record<string, Words>} languages
 * @param {string} language
 * @returns {Words}
 */
export function vocabulary(languages, language) {
  return languages[language] ?? languages["en"] ?? {};
}

/**
 * An answer as it is shown. Every refusal is the same help in the same colour.
 * @param {Answer} answer
 * @param {Words} words
 * @returns {Shown}
 */
export function shown(answer, words) {
  if (answer.admit) {
    const topic = answer.say === "already" ? "already_admitted" : answer.say;
    return { ...saying(words, topic), kind: "admit", shape: "admit" };
  }
  if (answer.say === "no_data") {
    return { ...saying(words, answer.say), kind: "blind", shape: "blind" };
  }
  const again = answer.say === "unreadable" || answer.say === "show_live";
  return { ...saying(words, answer.say), kind: "desk", shape: again ? "again" : "desk" };
}

/**
 * @param {State} state
 * @param {Words} words
 * @param {number} now
 * @returns {Saying}
 */
function stage(state, words, now) {
  switch (state.mode) {
    case "unpaired":
      return saying(words, "pairing");
    case "starting":
      return saying(words, "starting");
    case "blind":
      return saying(words, "blind");
    case "paused":
      return saying(words, `paused_${state.place?.posture ?? "off"}`);
    case "reading":
      return { headline: say(words, "reading", "headline"), next: slow(state, words, now) };
    case "ready":
    case "answering":
      return ready(state, words);
  }
}

/**
 * @param {State} state
 * @param {Words} words
 * @returns {Saying}
 */
function ready(state, words) {
  if (state.severalUntil !== null) {
    return { headline: say(words, "ready", "several"), next: say(words, "ready", "several_next") };
  }
  const filming =
    state.camera === "on" || state.camera === "starting" || state.camera === "failing";
  const cameraOnly = state.place?.input === "camera";
  const way = filming ? "camera" : cameraOnly ? "camera_off" : "scanner";
  return {
    headline: say(words, "ready", way),
    next: say(
      words,
      "ready",
      filming ? "hint_camera" : cameraOnly ? "hint_camera" : "hint_scanner",
    ),
  };
}

/** @param {State} state */
function frameShape(state) {
  if (state.mode === "blind") {
    return "blind";
  }
  if (state.mode !== "paused") {
    return "";
  }
  return state.place?.posture === "open" ? "admit" : "desk";
}

/**
 * @param {State} state
 * @param {Words} words
 */
function hint(state, words) {
  if (state.mode === "blind") {
    return say(words, "blind", "recovers");
  }
  return state.direction === "out" && state.mode === "ready" ? say(words, "ready", "leaving") : "";
}

/**
 * @param {State} state
 * @param {Words} words
 * @param {number} now
 */
function slow(state, words, now) {
  const began = (state.until ?? now) - READING_LIMIT;
  const late = state.presentation !== null && now - began >= SLOW;
  return late ? say(words, "reading", "slow") : "";
}

/**
 * @param {State} state
 * @param {Words} words
 * @returns {View["mode"]}
 */
function modeLine(state, words) {
  if (state.mode === "starting") {
    return { text: say(words, "mode", "starting"), tone: "waiting" };
  }
  if (!state.reachable && state.dataOf !== null) {
    const text = say(words, "mode", state.full ? "full" : "alone");
    return { text: text.replace("{time}", clock(state.dataOf)), tone: state.full ? "lost" : "alone" };
  }
  if (!state.reachable) {
    return { text: say(words, "mode", "lost"), tone: "lost" };
  }
  const open = state.place?.posture === "open";
  return { text: say(words, "mode", open ? "open" : "checked"), tone: "checked" };
}

/** The local time, as 09:41. @param {number} moment milliseconds since 1970 */
export function clock(moment) {
  const local = new Date(moment);
  return [local.getHours(), local.getMinutes()].map((one) => String(one).padStart(2, "0")).join(":");
}

/**
 * @param {State} state
 * @param {Words} words
 * @param {boolean} framed
 * @returns {CameraView | null}
 */
function camera(state, words, framed) {
  const looking = state.mode === "ready" || state.mode === "reading" || state.mode === "answering";
  if (!looking || state.place === null || state.place.input === "scanner") {
    return null;
  }
  const refused = state.camera === "refused";
  const troubled = refused || state.camera === "missing" || state.camera === "failing";
  const topic = refused && framed ? "framed" : state.camera;
  const label = state.camera === "starting" ? "starting" : state.cameraWanted ? "off" : "on";
  return {
    switch: say(words, "camera", label),
    needed: state.place.input === "camera" && !state.cameraWanted,
    problem: troubled ? say(words, "camera", topic) : "",
    framed: refused && framed,
  };
}

/**
 * @param {State} state
 * @param {Record<string, Words>} languages
 */
function otherLanguage(state, languages) {
  const offered = state.place?.languages ?? Object.keys(languages);
  const next = offered[(offered.indexOf(state.language) + 1) % offered.length] ?? state.language;
  return next === state.language ? "" : say(vocabulary(languages, next), "language", "name");
}

/**
 * @param {Words} words
 * @param {string} topic
 * @returns {Saying}
 */
function saying(words, topic) {
  return { headline: say(words, topic, "headline"), next: say(words, topic, "next") };
}

/**
 * @param {Words} words
 * @param {string} topic
 * @param {string} word
 */
function say(words, topic, word) {
  return words[topic]?.[word] ?? "";
}
