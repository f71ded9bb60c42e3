/** How the JavaScript engine is set for a run, by how much the run has to do. */

import { setFlagsFromString } from "node:v8";

/**
 * For a run over few files: by default V8 optimizes a WebAssembly parser's code almost at once, which takes
 * longer than parsing most servers. Say it before the parser is loaded.
 */
export function startQuickly(): void {
  setFlagsFromString("--wasm-tiering-budget=1000000000");
}

/**
 * For a long run, which leaves much garbage: V8 by default lets it pile up to twice what is in use. Costs
 * some tenth of the time, and saves some third of the memory. And which is most of the time in a parser's
 * code: with two threads on two cores, what V8 takes for optimizing JavaScript is taken from the run, so a
 * function is to run six times as long as by default first. Saves some tenth of the time. Every thread says
 * it after the last one was started, since V8 sets the growth of new space back whenever it makes a heap.
 */
export function runLong(): void {
  setFlagsFromString("--heap-growing-percent=20");
  setFlagsFromString("--semi-space-growth-factor=1");
  // Newer engines have no such flag, and say so on stderr. Node 22 has V8 12, Node 24 has V8 13.
  if (Number.parseInt(process.versions.v8, 10) < 13) {
    setFlagsFromString("--interrupt-budget=400000");
  }
}
