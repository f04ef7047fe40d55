/** Nothing of this kiosk stays on a device that is one no more. */

import * as memory from "./memory.js";

/**
 * Leave nothing on this device. The server asks the browser for the same (`Clear-Site-Data`).
 * @param {import("./alone.js").Alone} alone
 */
export async function wipe(alone) {
  alone.forget();
  await memory.erase();
  localStorage.clear();
  for (const name of await caches.keys()) {
    await caches.delete(name);
  }
}
