/** What the kiosk's code finds around it, as far as it uses it. */

interface ServiceWorkerScope {
  readonly SHELL: { readonly name: string; readonly version: string; readonly paths: readonly string[] };
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(
    name: "install" | "activate",
    act: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    name: "fetch",
    act: (event: {
      readonly request: Request;
      respondWith(response: Promise<Response>): void;
    }) => void,
  ): void;
}

declare module "node:test" {
  export function test(name: string, run: () => void | Promise<void>): void;
  export function describe(name: string, group: () => void): void;
}

declare module "node:assert/strict" {
  const assert: {
    equal(actual: unknown, expected: unknown, message?: string): void;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    ok(value: unknown, message?: string): asserts value;
    throws(act: () => unknown, expected?: RegExp | Function): void;
    rejects(work: Promise<unknown> | (() => Promise<unknown>), expected?: RegExp | Function): Promise<void>;
  };
  export default assert;
}

declare const process: {
  readonly argv: string[];
  readonly stdout: { write(text: string): void };
};

declare module "node:module" {
  export function registerHooks(hooks: {
    resolve(
      specifier: string,
      context: object,
      next: (specifier: string, context: object) => unknown,
    ): unknown;
  }): void;
}

declare module "node:fs" {
  export function readFileSync(path: URL | 0, encoding: "utf8"): string;
  export function readdirSync(path: URL): string[];
}
