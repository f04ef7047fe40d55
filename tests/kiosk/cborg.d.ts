/** The part of cborg that reading and making badges uses. */

export interface DecodeOptions {
  readonly strict?: boolean;
  readonly allowIndefinite?: boolean;
  readonly allowUndefined?: boolean;
  readonly allowInfinity?: boolean;
  readonly allowNaN?: boolean;
  readonly useMaps?: boolean;
  readonly rejectDuplicateMapKeys?: boolean;
  readonly tags?: object;
}

export class Tagged {
  constructor(tag: number, value: unknown);
  readonly tag: number;
  readonly value: unknown;
  static preserve(...tags: number[]): object;
}

export const rfc8949EncodeOptions: object;
export function decode(content: Uint8Array, options: DecodeOptions): unknown;
export function encode(value: unknown, options: object): Uint8Array<ArrayBuffer>;
