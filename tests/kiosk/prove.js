/** Prints the live badge that a test's phone makes of what it reads as JSON. */

import { readFileSync } from "node:fs";
import { proof, textOf, tokenOf } from "../../checkin/web/static/badge/proof.js";
import { PHONES, holder } from "./phone.js";

/** @type {{ phone: "Ed25519" | "P-256", issued: string, at: number }} */
const { phone, issued, at } = JSON.parse(readFileSync(0, "utf8"));
const made = await proof(tokenOf(issued), { aud: "hq", at }, await holder(PHONES[phone]));
process.stdout.write(textOf(made));
