/** Lets Node find what browsers find at `/static/…`. Handed to Node as `--import`. */

import { registerHooks } from "node:module";

const STATIC = new URL("../../checkin/web/static/", import.meta.url);

registerHooks({
  resolve(specifier, context, next) {
    const path = specifier.startsWith("/static/") ? specifier.slice("/static/".length) : null;
    return next(path === null ? specifier : new URL(path, STATIC).href, context);
  },
});
