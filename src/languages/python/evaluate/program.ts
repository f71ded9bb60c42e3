/** A server's sources as finding sees them: parsed on demand, searched by bytes first. */

import type { Modules } from "../project/modules.js";
import type { At } from "../source/nodes.js";
import type { Module, Project } from "../source/parse.js";
import type { Scope } from "../source/scope.js";
import type { Evaluator } from "./evaluator.js";

export interface Program extends Evaluator {
  readonly project: Project;
  readonly modules: Modules;
  /** The files whose registrations count. */
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  module(file: string): Module | undefined;
  /** The bytes of a file, for searching. */
  buffer(file: string): Buffer | undefined;
  /** The names bound in a module, class or function. */
  scope(at: At): Scope;
  /** Which of the files hold the text somewhere, by a search of their bytes. */
  holding(files: readonly string[], text: string): readonly string[];
  /** Every identifier of this name in the sources that is called or stands in a decorator. */
  uses(name: string): readonly At[];
}
