/** What staff see of this screen: each thing that it needs, and how that is now. Pure functions. */

import { clock } from "./view.js";

/** @typedef {import("./view.js").Words} Words */
/** @typedef {import("./situation.js").State} State */
/** @typedef {{ label: string, value: string, good: boolean }} Finding */

/**
 * @typedef {object} Condition What the page found out about itself.
 * @property {number} waiting scans that wait to be told
 * @property {boolean} scannerSeen
 * @property {import("./sync.js").Pictures} pictures
 * @property {boolean} secure whether the page came over a secure connection
 * @property {boolean} awake whether the screen is kept lit
 * @property {boolean} sounds
 * @property {boolean} persisted whether the browser promised to keep the storage
 * @property {number} clockDifference milliseconds to the server's clock
 */

const MANY = 20; // one given up in so many is too many
const SLOW = 150; // milliseconds for a picture
export const CLOCK_GOOD = 10_000; // milliseconds

/**
 * @param {State} state
 * @param {Condition} found
 * @param {Words} words
 * @returns {Finding[]}
 */
export function checkup(state, found, words) {
  /** @type {[string, string, boolean][]} */
  const findings = [
    ["server", state.reachable ? "reached" : "lost", state.reachable],
    ["data", state.dataOf === null ? "none" : clock(state.dataOf), state.dataOf !== null],
    ["waiting", String(found.waiting), !state.full],
    ["scanner", found.scannerSeen ? "seen" : "unseen", found.scannerSeen || state.place?.input === "camera"],
    ["camera", `camera_${camera(state)}`, !troubled(state)],
    ...pictures(found),
    ["secure", found.secure ? "yes" : "no", found.secure],
    ["awake", found.awake ? "yes" : "no", found.awake],
    ["sound", found.sounds ? "yes" : "untouched", found.sounds],
    ["storage", storage(state, found), found.persisted && !state.full],
    ["clock", seconds(found), isRight(found)],
  ];
  return inWords(findings, words);
}

/**
 * What whoever sets this screen up sees of the device, before it stands anywhere.
 * @param {Pick<Condition, "secure" | "awake" | "sounds" | "persisted" | "clockDifference">} found
 * @param {{ answered: boolean, cameras: number }} around whether the server answered, and how many
 * cameras there are
 * @param {Words} words
 * @returns {Finding[]}
 */
export function startup(found, { answered, cameras }, words) {
  /** @type {[string, string, boolean][]} */
  const findings = [
    ["server", answered ? "reached" : "lost", answered],
    ["secure", found.secure ? "yes" : "no", found.secure],
    ["camera", cameras > 0 ? "camera_found" : "camera_none", true], // a scanner will do
    ["awake", found.awake ? "yes" : "no", found.awake],
    ["sound", found.sounds ? "yes" : "untouched", found.sounds],
    ["storage", found.persisted ? "kept" : "unpromised", found.persisted],
    ["clock", answered ? seconds(found) : "unknown", answered && isRight(found)],
  ];
  return inWords(findings, words);
}

/**
 * @param {[string, string, boolean][]} findings
 * @param {Words} words
 * @returns {Finding[]}
 */
function inWords(findings, words) {
  const said = words["checkup"] ?? {};
  return findings.map(([label, value, good]) => ({
    label: said[label] ?? "",
    value: said[`is_${value}`] ?? value,
    good,
  }));
}

/** @param {Pick<Condition, "clockDifference">} found */
function isRight({ clockDifference }) {
  return Math.abs(clockDifference) <= CLOCK_GOOD;
}

/**
 * How reading by the camera goes, once it has begun.
 * @param {Condition} found
 * @returns {[string, string, boolean][]}
 */
function pictures({ pictures: { frames, failures, milliseconds } }) {
  /** @type {[string, string, boolean][]} */
  const lines = [
    ["frames", String(frames), true],
    ["failures", String(failures), failures * MANY <= frames],
    ["decoding", `${milliseconds ?? "–"} ms`, (milliseconds ?? 0) <= SLOW],
  ];
  return frames === 0 ? [] : lines;
}

/** @param {State} state */
function camera(state) {
  return state.place?.input === "scanner" ? "unused" : state.camera;
}

/** @param {State} state */
function troubled(state) {
  return ["refused", "missing", "failing"].includes(camera(state));
}

/**
 * @param {State} state
 * @param {Condition} found
 */
function storage(state, found) {
  return state.full ? "full" : found.persisted ? "kept" : "unpromised";
}

/** @param {Pick<Condition, "clockDifference">} found */
function seconds({ clockDifference }) {
  return `${(clockDifference / 1000).toFixed(1)} s`;
}
