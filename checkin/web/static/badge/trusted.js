/**
 * The one address that this page may start code from, besides the modules it imports: under Trusted
 * Types its service worker starts from this value and nothing else.
 */

const SERVICE_WORKER = "/me/badge/sw.js";

/** @typedef {{ createScriptURL(address: string): string }} Policy */
/** @typedef {{ createPolicy(name: string, rules: Policy): Policy }} PolicyFactory */

/**
 * The address itself, if it is the one.
 * @param {string} address
 */
export function allowed(address) {
  if (address !== SERVICE_WORKER) {
    throw new TypeError("this page runs no code from there");
  }
  return address;
}

const factory = /** @type {{ trustedTypes?: PolicyFactory }} */ (globalThis).trustedTypes;
const policy = factory?.createPolicy("badge", { createScriptURL: allowed }) ?? {
  createScriptURL: allowed, // a browser without Trusted Types
};

export const serviceWorkerAddress = policy.createScriptURL(SERVICE_WORKER);
