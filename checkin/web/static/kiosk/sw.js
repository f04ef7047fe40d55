/**
 * Keeps a page (the kiosk's, or that of a badge on a phone), so that it starts without a network. It
 * answers for the page's own files alone, always from one version of all of them; what the page
 * keeps itself is none of its business, and requests to the API pass by.
 * The server puts what to keep before this text, as `SHELL`.
 */

const scope = /** @type {ServiceWorkerScope} */ (/** @type {unknown} */ (self));
const { name: page, version, paths } = scope.SHELL;
const KEPT = `${page}-${version}`;

// It imports nothing, so it has its own walls (walls.js): what a service worker has of those doors.
for (const door of ["WebTransport", "WebSocket", "EventSource", "OffscreenCanvas"]) {
  Reflect.deleteProperty(scope, door);
}

async function keep() {
  const cache = await scope.caches.open(KEPT);
  await cache.addAll(paths.map((path) => new Request(path, { cache: "no-cache" })));
  await scope.skipWaiting();
}

async function dropOlder() {
  for (const name of await scope.caches.keys()) {
    if (name.startsWith(`${page}-`) && name !== KEPT) {
      await scope.caches.delete(name);
    }
  }
  await scope.clients.claim();
}

/** @param {Request} request */
async function answer(request) {
  const cache = await scope.caches.open(KEPT);
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  return kept ?? fetch(request);
}

scope.addEventListener("install", (event) => event.waitUntil(keep()));
scope.addEventListener("activate", (event) => event.waitUntil(dropOlder()));
scope.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (
    event.request.method === "GET" &&
    origin === scope.location.origin &&
    paths.includes(pathname)
  ) {
    event.respondWith(answer(event.request));
  }
});
