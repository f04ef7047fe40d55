/** What is used of @hpke/core (HPKE, RFC 9180). */

export class DhkemX25519HkdfSha256 {
  generateKeyPair(): Promise<CryptoKeyPair>;
  serializePublicKey(key: CryptoKey): Promise<ArrayBuffer>;
  deserializePublicKey(key: ArrayBuffer): Promise<CryptoKey>;
}
export class HkdfSha256 {}
export class Aes128Gcm {}
export class CipherSuite {
  constructor(parts: { kem: DhkemX25519HkdfSha256; kdf: HkdfSha256; aead: Aes128Gcm });
  readonly kem: DhkemX25519HkdfSha256;
  createSenderContext(to: { recipientPublicKey: CryptoKey; info: Uint8Array }): Promise<{
    enc: ArrayBuffer;
    seal(content: Uint8Array): Promise<ArrayBuffer>;
  }>;
  createRecipientContext(by: {
    recipientKey: CryptoKeyPair;
    enc: ArrayBuffer;
    info: Uint8Array;
  }): Promise<{ open(sealed: Uint8Array): Promise<ArrayBuffer> }>;
}
