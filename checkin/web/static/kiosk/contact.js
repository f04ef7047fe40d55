/**
 * This screen's contact with the server, besides the badges it asks about: pairing, signs of life,
 * and, once there is a connection again, what waits and what holds now.
 */

import { readPlace } from "./sync.js";

/** @typedef {import("./situation.js").Place} Place */

/**
 * @typedef {object} Means What the contact is kept with.
 * @property {import("./kiosk.js").Kiosk} kiosk
 * @property {import("./sync.js").Server} server
 * @property {import("./alone.js").Alone} alone
 * @property {import("./device.js").Device} device is kept awake with each sign of life
 * @property {Pick<import("./parity.js").Parity, "medians" | "told">} parity
 * @property {(language: string) => boolean} speaks whether this page has words in a language
 * @property {() => Pick<import("./sync.js").Facts, "version" | "scanner" | "pictures">} itself what a sign of life says of this page
 * @property {() => Promise<void>} wipe leaves nothing on this device
 */

const HEARTBEAT = 15_000;
const HEARTBEAT_BLIND = 2_500;
export const REFRESH = 60_000; // how old a snapshot may be before the server is asked again

export class Contact {
  /** @param {Means} means */
  constructor({ kiosk, server, alone, device, parity, speaks, itself, wipe }) {
    this.kiosk = kiosk;
    this.server = server;
    this.alone = alone;
    this.device = device;
    this.parity = parity;
    this.speaks = speaks;
    this.itself = itself;
    this.wipe = wipe;
    this.timer = 0;
    this.beats = 0;
    this.catchingUp = false;
  }

  /** @param {number} milliseconds until the next sign of life */
  beatIn(milliseconds) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(
      () => void this.beat(),
      Math.max(milliseconds, this.server.hold()),
    );
  }

  /** The server may be out of reach: look soon whether it's back. */
  beatSoon() {
    this.beatIn(HEARTBEAT_BLIND);
  }

  /** No more signs of life, until the next one is asked for. */
  fallSilent() {
    clearTimeout(this.timer);
  }

  async beat() {
    clearTimeout(this.timer);
    void this.device.stayAwake();
    this.beats += 1;
    const beatNumber = this.beats;
    const { kiosk, alone, parity } = this;
    const medians = parity.medians();
    const said = await this.server.heartbeat({
      ...this.itself(),
      medians,
      camera: kiosk.state.camera,
      queued: alone.waiting,
      queuedEver: alone.known.queuedEver,
      snapshotSeconds: alone.age(),
    });
    if (beatNumber !== this.beats || kiosk.state.pairing.busy) {
      return; // it was about an earlier pairing, or a later one is on its way
    }
    if (said.kind === "unpaired" || said.kind === "switched_off") {
      return this.lost(said.kind); // also after another request was refused: this may say why
    }
    if (kiosk.state.mode === "unpaired") {
      return;
    }
    if (said.kind === "place") {
      if (medians !== null) {
        parity.told();
      }
      kiosk.happens({ type: "heartbeat", place: this.inOurLanguages(said.place) });
      await alone.heard(said.said, this.server.clockDifference).catch(() => undefined);
      void this.catchUp();
    } else {
      kiosk.happens({ type: "silence" });
    }
    this.beatIn(kiosk.state.reachable ? HEARTBEAT : HEARTBEAT_BLIND);
  }

  /** With a connection again: tell what waits, and take what holds now. */
  async catchUp() {
    if (this.catchingUp) {
      return;
    }
    this.catchingUp = true;
    const { alone, server } = this;
    try {
      await alone.tell((scans) => this.tell(scans));
      if ((alone.age() ?? Infinity) * 1000 >= REFRESH) {
        const asked = await server.snapshot(alone.known.etag);
        if (asked.kind === "snapshot") {
          await alone.learn(asked.fetched);
        } else if (asked.kind !== "silence") {
          this.lost(asked.kind);
        }
      }
    } catch {
      // storage or snapshot that can't be used: the next sign of life tries again
    } finally {
      this.catchingUp = false;
      this.tellOfData();
    }
  }

  /**
   * Tell of scans that were answered alone; whether the server has them all now.
   * @param {{ nonce: string, sealed: string }[]} scans
   */
  async tell(scans) {
    const told = await this.server.tell(scans);
    if (told.kind === "unpaired" || told.kind === "switched_off") {
      this.lost(told.kind);
    }
    return told.kind === "taken";
  }

  /** Once in a while: what is too old to be kept goes, and what is known grows older. */
  async tidy() {
    await this.alone.dropOld().catch(() => undefined); // storage that can't be used now is tried again
    this.tellOfData();
  }

  /** How old the data is by which this screen could decide alone. */
  tellOfData() {
    const { kiosk, alone } = this;
    const of = alone.dataOf();
    if (of !== kiosk.state.dataOf || alone.full !== kiosk.state.full) {
      kiosk.happens({ type: "data", of, full: alone.full });
    }
  }

  /** What this screen knew before it was switched off: enough to go on without a network. */
  async recall() {
    const { kiosk, alone } = this;
    await alone.wake();
    await alone.dropOld().catch(() => undefined);
    const place = alone.known.place === null ? null : readPlace(alone.known.place);
    if (place !== null && kiosk.state.place === null && kiosk.state.mode !== "unpaired") {
      kiosk.happens({ type: "remembered", place: this.inOurLanguages(place) });
    }
    this.tellOfData();
  }

  /**
   * Become the kiosk that a one-time code stands for; whether that worked.
   * @param {string} code
   * @param {string} name of this device
   */
  async pair(code, name) {
    const { kiosk, alone, server } = this;
    kiosk.happens({ type: "pairing_started" });
    // While it can still say that it is the kiosk that answered them.
    const takes = async (/** @type {{ nonce: string, sealed: string }[]} */ scans) =>
      (await server.tell(scans)).kind === "taken";
    await alone.tell(takes).catch(() => undefined);
    const result = await server.pair(code, name);
    if (result !== "paired") {
      kiosk.happens({ type: "unpaired" });
      kiosk.happens({ type: "pairing_failed", problem: result });
      return false;
    }
    await alone.moved().catch(() => undefined); // it may stand at another door now
    kiosk.happens({ type: "paired" });
    void this.beat();
    return true;
  }

  /** @param {"unpaired" | "switched_off"} kind */
  lost(kind) {
    this.fallSilent();
    if (kind === "switched_off") {
      void this.wipe();
    }
    this.kiosk.happens({ type: kind });
  }

  /** @param {Place} place */
  inOurLanguages(place) {
    return { ...place, languages: place.languages.filter(this.speaks) };
  }
}
