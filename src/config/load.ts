/** The settings of a server: what its configuration says, over the defaults. */

import type { FileStore } from "../disk/files.js";
import type { Settings } from "../types.js";
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
  return { settings: settingsOf(validated(source)), source };
}

function settingsOf({ position, style, ignore, allowUnproven, programs }: Config): Settings {
  return {
    position: position ?? defaults.position,
    style: style ?? defaults.style,
    ignore: new Map(Object.entries(ignore ?? {})),
    allowUnproven: new Map(Object.entries(allowUnproven ?? {})),
    programs: new Map(
      Object.entries(programs ?? {}).map(([name, said]) => [name, said === "aws" ? "aws" : "none"]),
    ),
  };
}
