/** The part of @noble/ed25519 that a browser without Ed25519 needs. */

export function verifyAsync(
  signature: Uint8Array,
  message: Uint8Array,
  key: Uint8Array,
  options: { zip215: boolean },
): Promise<boolean>;
