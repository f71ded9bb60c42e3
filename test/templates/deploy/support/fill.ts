/** Fill a template in, as a retrofit does. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { templates } from "./paths.js";

/** The template's text with every placeholder filled in; throws if a value is missing. */
export function filled(template: string, values: Readonly<Record<string, string>>): string {
  return readFileSync(join(templates, template), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => {
    const value = values[name as string];
    if (value === undefined) throw new Error(`${template}: no value for ${name}`);
    return value;
  });
}

/** The names of a template's placeholders. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] as string))];
}
