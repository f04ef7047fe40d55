/**
 * Reads codes from camera frames in a worker: a frame goes in, text comes out, and the frame is
 * gone. A frame that keeps the worker busy too long ends it, and a fresh one takes its place.
 */

import { PREFIX } from "./badge.js";
import { workerAddress } from "./trusted.js";

/** @typedef {{ kind: "nothing" } | { kind: "several" } | { kind: "text", text: string }} Sight */

export const TOO_LONG = 500; // milliseconds for one frame
const MEASURED = 50; // frames that the usual time is taken from
const LOADING_TOO_LONG = 20_000; // for the decoder itself, about 1 MB

/**
 * What is in view, from the texts of all codes in it. Two different badges are never chosen
 * between; codes that are no badge don't count beside one.
 * @param {string[]} texts
 * @returns {Sight}
 */
export function sight(texts) {
  const badges = new Set(texts.filter((text) => text.startsWith(PREFIX)));
  if (badges.size > 1) {
    return { kind: "several" };
  }
  const [text] = badges.size === 1 ? badges : texts;
  return text === undefined ? { kind: "nothing" } : { kind: "text", text };
}

export class Decoder {
  constructor() {
    /** Frames looked at since the page started. */
    this.frames = 0;
    /** Those of them that had to be given up. */
    this.failures = 0;
    /** What the last ones took, in milliseconds. @type {number[]} */
    this.times = [];
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Promise<void>} */
    this.ready = Promise.resolve();
  }

  /** Load the decoder, so that the first frame needn't wait for it. */
  start() {
    if (this.worker === null) {
      const worker = new Worker(/** @type {string} */ (workerAddress), { type: "module" });
      this.worker = worker;
      this.ready = answer(worker, LOADING_TOO_LONG).then(() => undefined);
      this.ready.catch(() => this.stop());
    }
    return this.ready;
  }

  /**
   * What is on one frame. The frame is handed over and can't be used again.
   * @param {ImageBitmap} frame
   * @returns {Promise<Sight>}
   */
  async read(frame) {
    await this.start().catch(() => undefined);
    const worker = this.worker;
    const began = performance.now();
    try {
      if (worker === null) {
        throw new Error("the decoder could not be loaded");
      }
      const texts = answer(worker, TOO_LONG);
      worker.postMessage(frame, [frame]);
      const found = sight(await texts);
      this.took(performance.now() - began);
      return found;
    } catch {
      frame.close();
      this.giveUp(worker);
      return { kind: "nothing" };
    }
  }

  /**
   * One frame was too much: the next one gets a fresh worker.
   * @param {Worker | null} worker
   */
  giveUp(worker) {
    if (this.worker === worker) {
      this.frames += 1;
      this.failures += 1; // else it was stopped on purpose while it worked
      this.stop();
    }
  }

  /** @param {number} milliseconds */
  took(milliseconds) {
    this.frames += 1;
    this.times = [...this.times.slice(1 - MEASURED), milliseconds];
  }

  /** What a frame usually takes, in milliseconds; null before the first one. */
  usualTime() {
    const sorted = [...this.times].sort((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)];
    return median === undefined ? null : Math.round(median);
  }

  /** Nothing more to read for now. */
  rest() {
    this.stop();
  }

  /** End the worker, and whatever it holds. */
  stop() {
    this.worker?.terminate();
    this.worker = null;
  }
}

/** A decoder that stays loaded while it rests: for a page that nothing keeps for it off line. */
export class KeptDecoder extends Decoder {
  /** @override */
  rest() {}
}

/**
 * The texts of the worker's next message.
 * @param {Worker} worker
 * @param {number} patience in milliseconds
 * @returns {Promise<string[]>}
 */
function answer(worker, patience) {
  return new Promise((resolve, reject) => {
    const watchdog = setTimeout(() => reject(new Error("the decoder is stuck")), patience);
    worker.onmessage = (message) => {
      clearTimeout(watchdog);
      resolve(message.data);
    };
    worker.onerror = () => {
      clearTimeout(watchdog);
      reject(new Error("the decoder failed"));
    };
  });
}
