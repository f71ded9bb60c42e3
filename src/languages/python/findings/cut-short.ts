/** Whether following a server's code had to be given up. */

import type { Finding } from "../../../types.js";
import { cutShortFinding } from "../../cut-short.js";
import type { Program } from "../evaluate/program.js";

/** A finding where all steps were taken. */
export function cutShort(program: Program): Finding[] {
  return program.isExhausted() ? cutShortFinding(program.project.server) : [];
}
