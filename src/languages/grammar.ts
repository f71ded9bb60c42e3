/** Tree-sitter's grammars: each is loaded once, and only when something of its language is to be parsed. */

import { createRequire } from "node:module";
import type { Parser } from "web-tree-sitter";
import { packageRoot } from "../installation.js";

/** A parser for a language whose grammar `tree-sitter-<name>` publishes as WebAssembly. */
export async function loadGrammar(name: "bash" | "python"): Promise<Parser> {
  const { Language, Parser } = await import("web-tree-sitter");
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammarFile(name)));
  return parser;
}

/** The copy that the build made; when run from the sources, the package's own. */
function grammarFile(name: string): string {
  const file = `tree-sitter-${name}.wasm`;
  if (import.meta.url.endsWith(".js")) return `${packageRoot}dist/${file}`;
  return createRequire(import.meta.url).resolve(`tree-sitter-${name}/${file}`);
}
