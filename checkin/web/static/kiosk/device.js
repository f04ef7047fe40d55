/**
 * What this page asks of the device it runs on: to stay awake, to fill the screen, and to keep the
 * page's storage. A device that can't or won't goes on without.
 */

export class Device {
  constructor() {
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    this.persisted = false;
    this.cameras = 0;
    /** Staff who left the full screen aren't sent back into it. */
    this.mayFill = true;
  }

  get awake() {
    return this.lock !== null && !this.lock.released;
  }

  get fills() {
    return document.fullscreenElement !== null;
  }

  /** Keep the screen lit. Browsers take that back whenever the page is hidden. */
  async stayAwake() {
    if (!this.awake && !document.hidden) {
      this.lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    }
  }

  /** Ask the browser not to clear this page's storage when the disk is full. */
  async keepStorage() {
    this.persisted = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
  }

  /** How many cameras there are: no browser needs a permission to say so. */
  async countCameras() {
    const found = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    this.cameras = found.filter(({ kind }) => kind === "videoinput").length;
  }

  /** Somebody touched the screen: only then does a browser let a page fill it. */
  touched() {
    if (this.mayFill && !this.fills) {
      void document.documentElement.requestFullscreen?.().catch(() => undefined);
    }
  }

  /** Leave the full screen for good, or fill it again. */
  async switchFullScreen() {
    this.mayFill = !this.fills;
    await (this.fills
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen?.()
    )?.catch(() => undefined);
  }
}
