/** Answers one of the published cases, which it reads as a line of JSON, with a code on a line. */

import { readFileSync } from "node:fs";
import { judge } from "./judge.js";

process.stdout.write(`${await judge(JSON.parse(readFileSync(0, "utf8")))}\n`);
