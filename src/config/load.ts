/** The settings of a server: what its configuration says, over the defaults. */

import { dirname } from "node:path";
import type { FileStore } from "../disk/files.js";
import type { PathChoices, Settings } from "../types.js";
import { type ConfigText, findConfig } from "./find.js";
import type { Config } from "./schema.js";

export const defaults: Settings = {
  position: "first-optional",
  style: "wrapper",
  ignore: new Map(),
  allowUnproven: new Map(),
  programs: new Map(),
};

/** Settings, and the file that they come from where there is one. */
export interface Loaded {
  readonly settings: Settings;
  readonly source?: ConfigText;
}

/**
 * The settings for a server by the nearest configuration. What reads and checks one is loaded only where
 * there is one. Throws UserError with file, line and column where it makes no sense.
 */
export async function loadSettings(root: string, files: FileStore): Promise<Loaded> {
  const source = findConfig(root, files);
  if (!source) return { settings: defaults };
  const { validated } = await import("./validate.js");
  return { settings: settingsOf(validated(source), source.path), source };
}

function settingsOf(config: Config, path: string): Settings {
  const { position, style, ignore, allowUnproven, programs, expect } = config;
  return {
    position: position ?? defaults.position,
    style: style ?? defaults.style,
    ignore: new Map(Object.entries(ignore ?? {})),
    allowUnproven: new Map(Object.entries(allowUnproven ?? {})),
    programs: new Map(
      Object.entries(programs ?? {}).map(([name, said]) => [name, said === "aws" ? "aws" : "none"]),
    ),
    paths: pathChoices(config, path),
    ...(expect && { expect: expectation(expect) }),
  };
}

function pathChoices({ ignorePaths, severity }: Config, path: string): PathChoices {
  return {
    folder: dirname(path),
    ignore: new Map(Object.entries(ignorePaths ?? {})),
    severity: new Map(
      Object.entries(severity ?? {}).map(([rule, said]) => [
        rule,
        typeof said === "string" ? [["*", said] as const] : Object.entries(said ?? {}),
      ]),
    ),
  };
}

function expectation({ servers, tools }: NonNullable<Config["expect"]>) {
  return { ...(servers && { servers }), ...(tools && { tools }) };
}
