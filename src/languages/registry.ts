/** The languages there are. Each is loaded only when a server in it has been found. */

import type { LanguageId } from "../types.js";
import type { Language } from "./language.js";
import { python } from "./python/index.js";
import { typescript } from "./typescript/index.js";

export const languages: readonly Language[] = [typescript, python];

/** The language with this id. */
export function languageOf(id: LanguageId): Language {
  const found = languages.find((language) => language.id === id);
  if (!found) throw new Error(`no language "${id}"`);
  return found;
}
