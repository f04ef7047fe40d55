/**
 * One short sound for each kind of answer, made on the spot. Two rising notes let in, two level
 * ones send to the desk, one long low one says that nothing could be decided.
 */

/** @typedef {"admit" | "desk" | "blind"} Kind */

/** Pitch in hertz, start and length in seconds. @type {Record<Kind, [number, number, number][]>} */
const NOTES = {
  admit: [
    [587.3, 0, 0.16],
    [880, 0.13, 0.3],
  ],
  desk: [
    [392, 0, 0.18],
    [392, 0.24, 0.24],
  ],
  blind: [[220, 0, 0.55]],
};

const USUAL = 0.18;
const LOUD = 0.5;

export class Sounds {
  constructor() {
    /** @type {AudioContext | null} */
    this.context = null;
  }

  /** Whether a sound would be heard. */
  get ready() {
    return this.context?.state === "running";
  }

  /** Browsers let a page sound only after somebody touched it; this is for that moment. */
  wake() {
    if (navigator.userActivation?.hasBeenActive === false) {
      return;
    }
    this.context ??= new AudioContext();
    if (this.context.state === "suspended") {
      this.context.resume().catch(() => undefined);
    }
  }

  /**
   * @param {Kind} kind
   * @param {boolean} loud
   */
  play(kind, loud) {
    this.wake();
    const { context } = this;
    if (context === null || context.state !== "running") {
      return;
    }
    for (const [pitch, start, length] of NOTES[kind]) {
      note(context, pitch, context.currentTime + start, length, loud ? LOUD : USUAL);
    }
  }
}

/**
 * @param {AudioContext} context
 * @param {number} pitch
 * @param {number} start
 * @param {number} length
 * @param {number} volume
 */
function note(context, pitch, start, length, volume) {
  const tone = context.createOscillator();
  const envelope = context.createGain();
  tone.type = "sine";
  tone.frequency.value = pitch;
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(volume, start + 0.02);
  envelope.gain.exponentialRampToValueAtTime(0.001, start + length);
  tone.connect(envelope).connect(context.destination);
  tone.start(start);
  tone.stop(start + length);
}
