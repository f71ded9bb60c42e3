/** What planning needs to know beside the tool. */

import type { Edit, Finding, Fix, ImportNeed, Settings, State } from "../../../types.js";
import { type ServiceName, serviceName } from "../imports/service-names.js";
import type { Module, Project } from "../source/parse.js";

export interface MigrateContext {
  readonly project: Project;
  readonly settings: Settings;
  /** Whether the guide's own form would tell of errors in the same way in every tool of the server. */
  answerAlike(): boolean;
}

/** What there is to do about one tool. The same words as in ToolSite. */
export interface Migration {
  readonly state: State;
  readonly missing: readonly string[];
  readonly reason?: string;
  readonly fix?: Fix;
  readonly findings: readonly Finding[];
}

/** Gathers the edits of one fix, and the names that they use. */
export interface FixBuilder {
  add(module: Module, insertions: readonly Omit<Edit, "file">[]): void;
  /** The local name of one of the services' names in the module, which is imported with the fix. */
  use(module: Module, name: string): string;
  fix(): Fix | undefined;
}

/** Starts an empty fix. */
export function createFix(): FixBuilder {
  const edits: Edit[] = [];
  const names = new Map<string, Set<string>>();
  return {
    add: (module, insertions) => {
      edits.push(...insertions.map((insertion) => ({ file: module.path, ...insertion })));
    },
    use: (module, name) => {
      const { local, need }: ServiceName = serviceName(module, name);
      names.set(module.path, (names.get(module.path) ?? new Set()).add(need));
      return local;
    },
    fix: () => {
      if (edits.length === 0 && names.size === 0) return undefined;
      const imports = [...names].map(
        ([file, needed]): ImportNeed => ({ file, module: "", names: [...needed].sort() }),
      );
      return { edits, imports };
    },
  };
}

/** Nothing to insert: unsupported, ignored or migrated. */
export function settled(state: State, reason?: string): Migration {
  return { state, missing: [], findings: [], ...(reason === undefined ? {} : { reason }) };
}
