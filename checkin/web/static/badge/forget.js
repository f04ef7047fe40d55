/** Behind signing out: deletes this phone's key and badge, and the page that was kept for them. */

import { forget } from "./key.js";

await forget();
new BroadcastChannel("badge").postMessage("forgotten");
for (const kept of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
  if (new URL(kept.scope).pathname === "/me/badge") {
    await kept.unregister();
  }
}
for (const name of (await globalThis.caches?.keys()) ?? []) {
  if (name.startsWith("badge-")) {
    await caches.delete(name);
  }
}
document.body.dataset["forgotten"] = "";
