/**
 * The camera: small pictures of the middle of its view, handed to the decoder one at a time and
 * kept nowhere. It runs only while it is wanted and the page is visible.
 */

import { Decoder } from "./decode.js";

/** @typedef {import("./decode.js").Sight} Sight */
/** @typedef {import("./situation.js").CameraHealth} CameraHealth */

/**
 * @typedef {object} Watcher
 * @property {(sight: Sight, since: number) => void} saw and when the picture was taken
 * @property {(health: CameraHealth) => void} health while it runs
 * @property {(health: CameraHealth) => void} ended by itself, and why
 * @property {(view: View | null) => void} view what to preview, or null
 */

/**
 * @typedef {object} View
 * @property {MediaStream} stream
 * @property {boolean} mirrored
 * @property {boolean} torch whether it has a light to switch
 * @property {boolean} several whether there is another camera to choose
 */

const PACE = 80; // milliseconds from one frame to the next
const FAILING = 3; // frames given up in a row
const REMEMBERED = "camera"; // the chosen device, in this browser's storage

/**
 * The smallest picture in which a printed badge (35 mm, 69 modules of 3 pixels) is read a hand's
 * length away from a lens that sees 60 degrees.
 */
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 15, max: 30 } };

/**
 * The square in the middle of a picture: whoever stands around it isn't looked at.
 * @param {number} width
 * @param {number} height
 */
export function middle(width, height) {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/**
 * Whether a camera looks at the person who looks at the screen. One that doesn't say is a laptop's.
 * @param {string | undefined} facing
 * @param {string} label
 */
export function looksAtPerson(facing, label) {
  return facing === undefined || facing === ""
    ? !/back|rear|environment/i.test(label)
    : facing === "user";
}

export class Camera {
  /**
   * @param {HTMLVideoElement} video
   * @param {Watcher} watcher
   * @param {Decoder} decoder
   */
  constructor(video, watcher, decoder = new Decoder()) {
    this.video = video;
    this.watcher = watcher;
    this.decoder = decoder;
    /** @type {MediaStream | null} */
    this.stream = null;
    /** One stretch of filming, so that an old loop sees it is over. @type {object | null} */
    this.run = null;
    this.light = false;
  }

  /** @returns {import("./sync.js").Pictures} */
  get pictures() {
    const { frames, failures } = this.decoder;
    return { frames, failures, milliseconds: this.decoder.usualTime() };
  }

  async start() {
    if (this.run !== null) {
      return;
    }
    const run = {};
    this.run = run;
    this.watcher.health("starting");
    try {
      await this.decoder.start(); // first: a camera that can't be read isn't switched on
      const stream = await this.open();
      if (run !== this.run) {
        end(stream);
        return;
      }
      const view = await this.show(stream);
      if (run !== this.run) {
        return; // stopped meanwhile, and `stop` ended the stream
      }
      this.watcher.view(view);
      this.watcher.health("on");
      await this.film(run);
    } catch (fault) {
      if (run === this.run) {
        this.stop();
        this.watcher.ended(healthAfter(fault));
      }
    }
  }

  stop() {
    if (this.run === null) {
      return;
    }
    this.run = null;
    if (this.stream !== null) {
      end(this.stream);
    }
    this.stream = null;
    this.light = false;
    this.video.srcObject = null;
    this.decoder.rest();
    this.watcher.view(null);
  }

  /** Take the next camera, and remember it. */
  async change() {
    const cameras = await this.cameras();
    const current = this.stream?.getVideoTracks()[0]?.getSettings().deviceId;
    const at = cameras.findIndex((camera) => camera.deviceId === current);
    const next = cameras[(at + 1) % cameras.length];
    if (next !== undefined) {
      localStorage.setItem(REMEMBERED, next.deviceId);
      this.stop();
      await this.start();
    }
  }

  /** Switch the camera's light. */
  async torch() {
    this.light = !this.light;
    // A light is unknown to the types of the DOM.
    const set = /** @type {MediaTrackConstraintSet} */ ({ torch: this.light });
    await this.stream
      ?.getVideoTracks()[0]
      ?.applyConstraints({ advanced: [set] })
      .catch(() => undefined);
    return this.light;
  }

  async cameras() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === "videoinput");
  }

  /** @returns {Promise<MediaStream>} */
  async open() {
    const chosen = localStorage.getItem(REMEMBERED);
    const which =
      chosen === null ? { facingMode: { ideal: "environment" } } : { deviceId: { ideal: chosen } };
    return navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...which } });
  }

  /**
   * @param {MediaStream} stream
   * @returns {Promise<View>}
   */
  async show(stream) {
    const track = stream.getVideoTracks()[0];
    const settings = track?.getSettings();
    const abilities = /** @type {{ torch?: boolean }} */ (track?.getCapabilities?.() ?? {});
    this.stream = stream;
    this.video.srcObject = stream;
    await this.video.play();
    track?.addEventListener("ended", () => this.lost(stream));
    return {
      stream,
      mirrored: looksAtPerson(settings?.facingMode, track?.label ?? ""),
      torch: abilities.torch === true,
      several: (await this.cameras()).length > 1,
    };
  }

  /** @param {MediaStream} stream */
  lost(stream) {
    if (this.stream === stream) {
      this.stop();
      this.watcher.ended("missing");
    }
  }

  /** @param {object} run */
  async film(run) {
    let givenUp = 0;
    while (run === this.run) {
      const began = performance.now();
      const before = this.decoder.failures;
      const sight = await this.look();
      if (run !== this.run) {
        return;
      }
      if (this.decoder.failures > before) {
        givenUp += 1;
      } else if (givenUp > 0) {
        givenUp = 0;
        this.watcher.health("on");
      }
      if (givenUp === FAILING) {
        this.watcher.health("failing");
      }
      if (sight.kind !== "nothing") {
        this.watcher.saw(sight, began);
      }
      const rest = Math.max(0, PACE - (performance.now() - began));
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
  }

  /** @returns {Promise<Sight>} */
  async look() {
    const { x, y, side } = middle(this.video.videoWidth, this.video.videoHeight);
    if (side === 0) {
      return { kind: "nothing" };
    }
    const frame = await createImageBitmap(this.video, x, y, side, side).catch(() => null);
    return frame === null ? { kind: "nothing" } : this.decoder.read(frame);
  }
}

/** @param {MediaStream} stream */
function end(stream) {
  for (const track of stream.getTracks()) {
    track.stop();
  }
}

/**
 * @param {unknown} fault
 * @returns {CameraHealth}
 */
function healthAfter(fault) {
  const name = fault instanceof Error ? fault.name : "";
  if (name === "NotAllowedError" || name === "SecurityError" || name === "TypeError") {
    return "refused";
  }
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "failing";
}
