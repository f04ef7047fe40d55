/**
 * Makes a picture that is a little out of focus readable: an unsharp mask. Small modules that lie
 * beside others of the other colour come out grey from a lens; this drives them apart again.
 */

const REACH = 2; // pixels to each side of one: a little more than a small module
const AROUND = (2 * REACH + 1) ** 2;
const GAIN = 4;

/**
 * Each pixel's difference from what is around it, taken several times, in place and in grey.
 * @param {{ data: Uint8ClampedArray, width: number }} picture RGBA, as of a canvas
 */
export function sharpen({ data, width }) {
  const grey = greyOf(data);
  const around = summed(summed(grey, 1), width);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel += 1, at += 4) {
    const value = grey[pixel] ?? 0;
    const sharp = value + GAIN * (value - (around[pixel] ?? 0) / AROUND);
    data[at] = data[at + 1] = data[at + 2] = sharp; // the array itself keeps to 0 to 255
  }
}

/** @param {Uint8ClampedArray} data */
function greyOf(data) {
  const grey = new Uint16Array(data.length / 4);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel += 1, at += 4) {
    // ITU-R BT.601: what an eye makes of red, green and blue, in 256ths
    grey[pixel] = (77 * (data[at] ?? 0) + 150 * (data[at + 1] ?? 0) + 29 * (data[at + 2] ?? 0)) >> 8;
  }
  return grey;
}

/**
 * Each value with those up to `REACH` steps before and behind it, as a sum that rolls on. At the
 * edges of a picture, where no whole code is, some of the neighbours are another line's.
 * @param {Uint16Array} values
 * @param {number} step 1 for a line, the width for a column
 */
function summed(values, step) {
  const sums = new Uint16Array(values.length);
  for (let first = 0; first < step; first += 1) {
    let sum = 0;
    for (let at = first - REACH * step; at < values.length; at += step) {
      sum += (values[at + REACH * step] ?? 0) - (values[at - (REACH + 1) * step] ?? 0);
      if (at >= 0) sums[at] = sum;
    }
  }
  return sums;
}
