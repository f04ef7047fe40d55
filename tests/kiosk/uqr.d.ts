/** The part of uqr that drawing a badge uses. */

export function encode(
  text: string,
  options: { ecc: "L" | "M" | "Q" | "H"; border: number },
): { data: boolean[][]; size: number; version: number };
