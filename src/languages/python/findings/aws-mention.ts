/** Whether a server has to do with AWS at all, by what its sources say. */

import { awsMention } from "../../shell/programs.js";
import type { Program } from "../evaluate/program.js";

const client = /\b(?:aio)?boto(?:3|core)?\b/;
/** The words with which a retrofit, by this program or by hand, documents its parameter. */
const own = /target[ _]aws[ _]account/gi;

/**
 * Whether a source names AWS, a library of its or a program that uses it. Tests, the services folder and
 * what a retrofit writes do not count: a second run must say what the first one said.
 */
export function mentionsAws(program: Program): boolean {
  return program.remember("mentions AWS", () =>
    program.sources.some((file) => {
      const text = program.project.files.read(file)?.text.replace(own, "") ?? "";
      return client.test(text) || awsMention.test(text);
    }),
  );
}
