/** Prints, as JSON, the keys that a scanner presses for the text on standard input. */

import { readFileSync } from "node:fs";
import { pressed } from "./keyboards.js";

const [scanner, computer, how] = process.argv.slice(2);
const text = readFileSync(0, "utf8");
const keyboards = /** @type {import("./keyboards.js").Keyboard[]} */ ([scanner, computer]);
const [its = "us", theirs = "us"] = keyboards;
process.stdout.write(JSON.stringify(pressed(text, its, theirs, { places: how === "places" })));
