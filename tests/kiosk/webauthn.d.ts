/** The part of @simplewebauthn/browser that passkeys need. */

export function browserSupportsWebAuthn(): boolean;

export function startRegistration(options: { optionsJSON: unknown }): Promise<unknown>;

export function startAuthentication(options: { optionsJSON: unknown }): Promise<unknown>;
