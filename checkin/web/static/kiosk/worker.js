/**
 * The decoder's own thread. It receives frames and posts texts; nothing else ever leaves it.
 */

import "./walls.js";
import { sharpen } from "./sharpen.js";
import { prepareZXingModule, readBarcodes } from "/static/vendor/zxing/es/reader/index.js";

const WASM = "/static/vendor/zxing/reader/zxing_reader.wasm";

/** Inverted, turned and tilted codes are tried by default. */
const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 2 };

const canvas = new OffscreenCanvas(1, 1);
const drawing = canvas.getContext("2d", { willReadFrequently: true });

/**
 * What is on a frame; one on which nothing is found may be out of focus, and is looked at again.
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
  const picture = drawing.getImageData(0, 0, width, height);
  const found = await read(picture);
  if (found.length > 0) {
    return found;
  }
  sharpen(picture);
  return read(picture);
}

/** @param {ImageData} picture */
async function read(picture) {
  const found = await readBarcodes(picture, OPTIONS);
  return found.filter((symbol) => symbol.isValid).map((symbol) => symbol.text);
}

addEventListener("message", async (message) => {
  postMessage(await texts(message.data));
});

await prepareZXingModule({ overrides: { locateFile: () => WASM }, fireImmediately: true });
postMessage([]); // loaded
