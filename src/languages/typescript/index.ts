/** TypeScript and JavaScript. The parser is loaded only when a file needs parsing. */

import { callMethod } from "../json-rpc.js";
import type { Language } from "../language.js";
import { bytesOfLibraries } from "./forms/library-queries.js";

const marks = [...bytesOfLibraries, callMethod].map((text) => Buffer.from(text));

export const typescript: Language = {
  id: "typescript",
  label: "TypeScript",
  manifests: ["package.json"],
  extensions: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"],
  isLight: false,

  mayServe(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return marks.some((mark) => buffer.includes(mark));
  },

  async written(server, files) {
    const { withoutBuilt } = await import("./project/built.js");
    return withoutBuilt(server, files);
  },

  async scan(server, files, settings, parts) {
    const { scan } = await import("./scan.js");
    return scan(server, files, settings, parts);
  },

  async hint(folder, files) {
    const { hint } = await import("./hint.js");
    return hint(folder, files);
  },

  async importEdits(server, files, needs) {
    const { importEdits } = await import("./imports/index.js");
    return importEdits(server, files, needs);
  },

  async importProblems(server, files, needs) {
    const { importProblems } = await import("./gate/imports.js");
    return importProblems(server, files, needs);
  },

  async importers(server, files, targets) {
    const { importersOf } = await import("./gate/importers.js");
    return importersOf(server, files, targets);
  },

  async supply(server, files, scan, settings) {
    const { supply } = await import("./supply/index.js");
    return supply(server, files, scan, settings);
  },

  async words() {
    const { words } = await import("./words.js");
    return words;
  },

  async leaveOut(tool, reason, files) {
    const { leaveOut } = await import("./source/leave-out.js");
    return leaveOut(tool, reason, files);
  },

  async testCommand(server, files) {
    const { testCommand } = await import("./supply/test-command.js");
    return testCommand(server, files);
  },

  async starting(server, files) {
    const { starting } = await import("./start/index.js");
    return starting(server, files);
  },

  async syntaxProblem(file, text) {
    const { parse, syntaxProblemOf } = await import("./source/parse.js");
    const { typeSyntaxProblemOf } = await import("./gate/script-syntax.js");
    const tree = parse(file, text);
    return syntaxProblemOf(tree) ?? typeSyntaxProblemOf(tree);
  },
};
