/** Python as a language of the product. The parser is loaded when a server is scanned, not before. */

import { callMethod } from "../json-rpc.js";
import type { Language } from "../language.js";
import { bytesOfLibraries } from "./forms/library-queries.js";
import { bytecodeOf } from "./project/bytecode.js";
import { isImportable } from "./source/importable.js";

export const python: Language = {
  id: "python",
  label: "Python",
  manifests: ["pyproject.toml", "requirements.txt", "setup.py"],
  extensions: [".py"],
  isLight: true,

  async load() {
    const [{ loadParser }] = await Promise.all([import("./source/parse.js"), import("./scan.js")]);
    await loadParser();
  },

  mayServe(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return [...bytesOfLibraries, callMethod].some((each) => buffer.includes(each));
  },

  standsAlone(name) {
    // Tests are run from above, whatever their folder is called.
    return !isImportable(name) && !/\btests?\b/i.test(name);
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

  leftovers: bytecodeOf,

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

  async starting(server, files, origin) {
    const { starting } = await import("./start/index.js");
    return starting(server, files, origin);
  },

  async syntaxProblem(file, text) {
    const { syntaxProblem } = await import("./source/queries.js");
    return syntaxProblem(file, text);
  },
};
