import { test } from "node:test";
import assert from "node:assert/strict";
import { sharpen } from "../../checkin/web/static/kiosk/sharpen.js";

const SIDE = 9;

/**
 * A square picture, each of its pixels as this says.
 * @param {(x: number, y: number) => number[]} colour
 */
function picture(colour) {
  const pixels = Array.from({ length: SIDE ** 2 }, (_, at) => [
    ...colour(at % SIDE, Math.floor(at / SIDE)),
    255,
  ]);
  return { data: Uint8ClampedArray.from(pixels.flat()), width: SIDE, height: SIDE };
}

/** @param {{ data: Uint8ClampedArray }} of @param {number} x @param {number} y */
function pixel({ data }, x, y) {
  return [...data.subarray(4 * (y * SIDE + x), 4 * (y * SIDE + x) + 4)];
}

test("a pixel is driven away from the mean of the 25 around it, four times as far", () => {
  const faint = picture((x, y) => (x === 4 && y === 4 ? [110, 110, 110] : [100, 100, 100]));

  sharpen(faint);

  // mean 100.4: 110 + 4 * 9.6, and beside it 100 - 4 * 0.4
  assert.deepEqual(pixel(faint, 4, 4), [148, 148, 148, 255]);
  assert.deepEqual(pixel(faint, 5, 5), [98, 98, 98, 255]);
  assert.deepEqual(pixel(faint, 6, 6), [98, 98, 98, 255]);
});

test("an even area stays as it is, in grey", () => {
  const red = picture(() => [200, 0, 0]);

  sharpen(red);

  assert.deepEqual(pixel(red, 4, 4), [60, 60, 60, 255]);
});

test("what would be darker than black or lighter than white is black or white", () => {
  const board = picture((x, y) => ((x + y) % 2 === 0 ? [90, 90, 90] : [165, 165, 165]));

  sharpen(board);

  assert.deepEqual(pixel(board, 4, 4), [0, 0, 0, 255]);
  assert.deepEqual(pixel(board, 4, 5), [255, 255, 255, 255]);
});
