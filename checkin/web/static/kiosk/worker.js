/**
 * The decoder's own thread. It receives frames and posts texts; nothing else ever leaves it.
 */

import "./walls.js";
import { prepareZXingModule, readBarcodes } from "/static/vendor/zxing/es/reader/index.js";

const WASM = "/static/vendor/zxing/reader/zxing_reader.wasm";

/** Inverted, turned and tilted codes are tried by default. */
const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 2 };

const canvas = new OffscreenCanvas(1, 1);
const drawing = canvas.getContext("2d", { willReadFrequently: true });

/**
 * @param {ImageBitmap} frame
 * @returns {Promise<string[]>}
 */
async function texts(frame) {
  const { width, height } = frame;
  if (drawing === null || width === 0 || height === 0) {
    return [];
  }
  canvas.width = width;
  canvas.height = height;
  drawing.drawImage(frame, 0, 0);
  frame.close();
  const found = await readBarcodes(drawing.getImageData(0, 0, width, height), OPTIONS);
  return found.filter((symbol) => symbol.isValid).map((symbol) => symbol.text);
}

addEventListener("message", async (message) => {
  postMessage(await texts(message.data));
});

await prepareZXingModule({ overrides: { locateFile: () => WASM }, fireImmediately: true });
postMessage([]); // loaded
