/**
 * The two addresses that this page may run code from, besides the modules it imports. Under
 * Trusted Types a worker or a service worker starts from one of these values and nothing else.
 */

const WORKER = "/kiosk/worker.js";
const SERVICE_WORKER = "/kiosk/sw.js";

/** @typedef {{ createScriptURL(address: string): string }} Policy */
/** @typedef {{ createPolicy(name: string, rules: Policy): Policy }} PolicyFactory */

/**
 * The address itself, if it is one of the two.
 * @param {string} address
 */
export function allowed(address) {
  if (address !== WORKER && address !== SERVICE_WORKER) {
    throw new TypeError("this page runs no code from there");
  }
  return address;
}

const factory = /** @type {{ trustedTypes?: PolicyFactory }} */ (globalThis).trustedTypes;
const policy = factory?.createPolicy("kiosk", { createScriptURL: allowed }) ?? {
  createScriptURL: allowed, // a browser without Trusted Types
};

export const workerAddress = policy.createScriptURL(WORKER);
export const serviceWorkerAddress = policy.createScriptURL(SERVICE_WORKER);
