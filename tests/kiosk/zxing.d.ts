/** The part of zxing-wasm that the kiosk's worker uses. */

export interface Symbol {
  readonly isValid: boolean;
  readonly text: string;
}

export function prepareZXingModule(options: {
  overrides: { locateFile: (path: string) => string };
  fireImmediately: true;
}): Promise<unknown>;

export function readBarcodes(
  image: ImageData,
  options: { formats: string[]; maxNumberOfSymbols: number },
): Promise<Symbol[]>;
