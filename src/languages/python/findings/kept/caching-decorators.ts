/** Decorators that keep what a function returns. */

import type { Node } from "web-tree-sitter";
import type { Program } from "../../evaluate/program.js";
import { emptyEnv } from "../../evaluate/values.js";
import { type At, decoratorsOf, field } from "../../source/nodes.js";

/** How the answers of a decorated function are kept apart: by another decorator, by a key that is inserted or that people give, or not at all. */
export type Apart = "decorator" | "key" | "own-key" | "none";

/** By dotted names of the libraries. */
const libraries: readonly (readonly [RegExp, Apart])[] = [
  [/^functools\.(?:lru_cache|cache)$/, "decorator"],
  [/^cachetools\.cached$/, "key"],
  // What its key is called with differs between versions.
  [/^cachetools\.cachedmethod$/, "own-key"],
  [/^functools\.cached_property$/, "none"],
  [/^cachetools\.func\.\w+_cache$/, "none"],
  [
    /^(?:async_lru\.alru_cache|cached_property\.\w*cached_property\w*|aiocache\.(?:decorators\.)?\w*cached\w*)$/,
    "none",
  ],
  [
    /^(?:asyncache\.cached(?:method)?|cachier\.cachier|memoization\.cached|toolz\.memoize|more_itertools\.\w*cache\w*)$/,
    "none",
  ],
  [
    /^(?:diskcache|joblib|cashews|flask_caching|aiocache)\b.*\b(?:memoize|cache|cached|early|soft|hit)$/,
    "none",
  ],
];

/** Words of which one is in every file that imports such a library. */
export const cachingWords: readonly string[] = [
  "functools",
  "cachetools",
  "async_lru",
  "cached_property",
  "aiocache",
  "asyncache",
  "cachier",
  "memoization",
  "toolz",
  "more_itertools",
  "diskcache",
  "joblib",
  "cashews",
  "flask_caching",
];

export interface Caching {
  readonly decorator: Node;
  readonly apart: Apart;
}

/** The decorator of a function that keeps its results for every account alike. */
export function cachingDecorator(program: Program, { file, node }: At): Caching | undefined {
  const decorators = decoratorsOf(node);
  // Either keeps one cache for each account.
  const isApart = ({ text }: Node) => /\b(?:cache_per_account|account_cache_key)\b/.test(text);
  if (decorators.some(isApart)) return undefined;
  for (const decorator of decorators) {
    const apart = apartOf(program, { file, node: decorator });
    if (apart) return { decorator, apart };
  }
  return undefined;
}

function apartOf(program: Program, { file, node }: At): Apart | undefined {
  const expression = node.namedChildren.find(({ type }) => type !== "comment");
  const callee = expression?.type === "call" ? field(expression, "function") : expression;
  if (!callee) return undefined;
  const values = program.evaluate({ file, node: callee }, emptyEnv);
  for (const value of values) {
    const found = value.kind === "outside" && libraries.find(([path]) => path.test(value.path));
    if (found) return found[1];
  }
  return undefined;
}
