/** The files that retrofit carries along to copy into servers. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../installation.js";

/** The folder of the templates as they are written. */
export const sourceTemplates = join(packageRoot, "templates");

/** The folder of what the build makes of the TypeScript ones, for servers in JavaScript. */
export const compiledTemplates = join(packageRoot, "dist", "templates");

/** A template's text. Throws where the installation is incomplete. */
export function templateText(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** The names of the files in a folder of templates, sorted; none where there is no such folder. */
export function templateNames(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** The text with every `{{NAME}}` filled in. Throws for a name that has no value: a copy holds none. */
export function fill(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{([A-Z_]+)\}\}/g, (_all, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`no value for the placeholder ${name}`);
    return value;
  });
}
