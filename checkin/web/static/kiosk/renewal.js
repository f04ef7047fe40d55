/** The page itself, kept for a restart without a network, and replaced by a newer one. */

import { serviceWorkerAddress } from "./trusted.js";

const LOOK = 3_600_000; // milliseconds from one look for a newer page to the next
const WAIT = 250; // from one look whether nobody is using this to the next

/** Keep the page; asking again looks for a newer one. */
export function keepPage() {
  const address = /** @type {string} */ (serviceWorkerAddress);
  return navigator.serviceWorker?.register(address, { scope: "/kiosk" }).catch(() => undefined);
}

/**
 * Take a newer page when there is one and nobody is using this.
 * @param {() => boolean} isIdle
 */
export function renewPage(isIdle) {
  const workers = navigator.serviceWorker;
  let replaces = workers?.controller !== null; // else it's the first one
  workers?.addEventListener("controllerchange", () => {
    if (replaces && workers.controller !== null) {
      setInterval(() => isIdle() && location.reload(), WAIT);
    }
    replaces = workers.controller !== null;
  });
  setInterval(keepPage, LOOK);
}
