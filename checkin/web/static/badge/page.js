/**
 * The badge on a phone. It shows what the phone holds at once, with or without a network, signs it
 * anew every five seconds while somebody can see it, and asks the server now and then for the next.
 */

import { AUD, parse } from "../kiosk/token.js";
import { forget, holder, keep, load, make } from "./key.js";
import { isGood, isTimeToAsk, kindOf, serverTime } from "./phone.js";
import { proof, textOf, tokenOf } from "./proof.js";
import { Screen } from "./screen.js";
import { end, enrol, renew } from "./server.js";
import { serviceWorkerAddress } from "./trusted.js";

const SIGN_EVERY = 5; // seconds, by the server's clock
const PUT = "#put";
const SIGN_IN = `/sign-in?next=${encodeURIComponent(`/me/badge${PUT}`)}`;

/** @typedef {import("./key.js").Kept} Kept */

class Page {
  /** @param {Screen} screen */
  constructor(screen) {
    this.screen = screen;
    /** @type {Kept | null} */
    this.kept = null;
    this.askedAt = 0;
    this.signedAt = 0;
    this.asking = false;
    /** Other windows of this browser: what one forgets, none shows. */
    this.others = new BroadcastChannel("badge");
    this.others.onmessage = () => location.reload();
  }

  async open() {
    if (!isSecureContext) {
      return this.screen.cannot("insecure");
    }
    try {
      this.kept = await load();
    } catch {
      return this.screen.cannot("storage");
    }
    if (this.kept !== null) {
      await this.look();
    } else if (location.hash === PUT) {
      await this.put();
    } else {
      this.screen.show("offer");
    }
  }

  /** Once a second while the page is seen: the time, the badge, and now and then the server. */
  async look() {
    if (this.kept === null || document.hidden) {
      return;
    }
    if (this.kept.paused) {
      this.screen.show("paused");
    } else if (!isGood(this.kept)) {
      this.screen.show("over");
    } else {
      await this.sign(this.kept);
    }
    if (isTimeToAsk(this.kept, this.askedAt)) {
      await this.ask();
    }
  }

  /**
   * Show the badge, signed anew if that is five seconds ago.
   * @param {Kept} kept
   */
  async sign(kept) {
    const now = serverTime(kept);
    this.screen.tell(now);
    if (Math.abs(now - this.signedAt) < SIGN_EVERY) {
      return;
    }
    this.signedAt = now;
    const token = tokenOf(kept.token);
    const issued = parse(token);
    const aud = issued.form === "issued" ? issued.claims.get(AUD) : "";
    const made = await proof(token, { aud, at: now }, holder(kept.key));
    this.screen.about(kept);
    this.screen.draw(textOf(made));
    this.screen.show("live");
  }

  /** Nobody sees the page: nothing is signed, and no badge stays on the screen. */
  hide() {
    this.signedAt = 0;
    this.screen.blank();
  }

  /** Fetch the next badge, or hear that this one is fresh, or that it was ended. */
  async ask() {
    if (this.kept === null || this.asking) {
      return;
    }
    this.asking = true;
    try {
      await this.answered(await renew(this.kept.key));
    } finally {
      this.asking = false;
      this.askedAt = Date.now();
    }
  }

  /** @param {import("./server.js").Handed} handed */
  async answered(handed) {
    if ("kept" in handed) {
      await this.show(handed.kept);
    } else if (handed.problem === "ended" || handed.problem === "another") {
      await this.drop(handed.problem === "ended" ? "ended" : "offer");
    }
    this.screen.offline("problem" in handed && handed.problem === "network");
  }

  /** @param {Kept} kept */
  async show(kept) {
    if (kept.token !== this.kept?.token) {
      this.signedAt = 0;
    }
    this.kept = kept;
    await keep(kept);
    await this.look();
  }

  /** @param {string} section what to show instead of a badge */
  async drop(section) {
    this.kept = null;
    this.screen.blank();
    this.screen.show(section);
    await forget();
    this.others.postMessage("forgotten");
  }

  /** Take the badge off this phone, as whoever holds it asks. */
  async takeOff() {
    const key = this.kept?.key;
    await this.drop("ended");
    if (key !== undefined) {
      await end(key);
    }
  }

  /** Put the badge of whoever is signed in on this phone. */
  async put() {
    this.screen.busy(true);
    try {
      const key = await make();
      if (key === null) {
        this.screen.cannot("keys");
      } else {
        await this.handed(await enrol(key, kindOf(navigator)));
      }
    } catch {
      this.screen.cannot("storage"); // it tried the key out, and then had no room for the badge
    }
    this.screen.busy(false);
  }

  /** @param {import("./server.js").Handed} handed */
  async handed(handed) {
    if ("kept" in handed) {
      history.replaceState(null, "", location.pathname);
      this.askedAt = Date.now();
      await this.show(handed.kept);
      stay();
    } else if (handed.problem === "sign_in") {
      location.assign(SIGN_IN);
    } else {
      this.screen.show("offer");
      this.screen.problem(handed.problem);
    }
  }
}

/** Let the browser keep key and page for as long as it can. */
function stay() {
  void navigator.storage?.persist?.().catch(() => false);
  // Refused where a certificate isn't trusted, as in a demo for phones: then it needs a network.
  void navigator.serviceWorker
    ?.register(serviceWorkerAddress, { scope: "/me/badge" })
    .catch(() => null);
}

/** Keep the screen bright while it is held up; browsers let go of that when the page is hidden. */
function keepAwake() {
  void navigator.wakeLock?.request("screen").catch(() => null);
}

const page = new Page(new Screen(document));

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    page.hide();
  } else {
    keepAwake();
    void page.look();
  }
});
addEventListener("online", () => void page.ask());
for (const button of document.querySelectorAll("[data-put]")) {
  button.addEventListener("click", () => void page.put());
}
document.getElementById("take-off")?.addEventListener("click", () => void page.takeOff());
document.getElementById("retry")?.addEventListener("click", () => void page.ask());
setInterval(() => void page.look(), 1000);
keepAwake();
await page.open();
