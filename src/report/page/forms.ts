/** How tools are registered, in words. */

import { languageOf } from "../../languages/registry.js";
import type { LanguageId } from "../../types.js";

/** What a form of a language is called; its id where there are no words for it. */
export type FormNames = (language: LanguageId, form: string) => string;

/** The words of some languages. */
export async function formWords(languages: readonly LanguageId[]): Promise<FormNames> {
  const all = [...new Set(languages)].map(
    async (id) => [id, (await languageOf(id).words()).forms] as const,
  );
  const words = new Map(await Promise.all(all));
  return (language, form) => words.get(language)?.[form]?.what ?? form;
}
