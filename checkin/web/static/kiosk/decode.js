/**
 * Reads codes from camera frames in a worker: a frame goes in, text comes out, and the frame is
 * gone. A frame that keeps the worker busy too long ends it, and a fresh one takes its place.
 */

import { PREFIX } from "./badge.js";
import { workerAddress } from "./trusted.js";

/** @typedef {{ kind: "nothing" } | { kind: "several" } | { kind: "text", text: string }} Sight */

export const TOO_LONG = 500; // milliseconds for one frame
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
    /** Frames that had to be given up since the page started. */
    this.failures = 0;
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
    try {
      if (worker === null) {
        throw new Error("the decoder could not be loaded");
      }
      const texts = answer(worker, TOO_LONG);
      worker.postMessage(frame, [frame]);
      return sight(await texts);
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
      this.failures += 1; // else it was stopped on purpose while it worked
      this.stop();
    }
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
