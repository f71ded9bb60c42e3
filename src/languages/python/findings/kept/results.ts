/** Functions under a caching decorator that return what AWS answered. */

import type { Finding } from "../../../../types.js";
import { exits } from "../../evaluate/calls.js";
import { valuesAt } from "../../evaluate/outside-calls.js";
import type { Program } from "../../evaluate/program.js";
import { argumentsOf, emptyEnv } from "../../evaluate/values.js";
import { callOf, codeAt } from "../../source/code.js";
import { type At, ancestor, classOf, field, keyOf, nameOf } from "../../source/nodes.js";
import { finding } from "../code.js";
import { givesAnswer } from "./answers.js";
import { type Caching, cachingDecorator, cachingWords } from "./caching-decorators.js";
import { keptApart } from "./fix.js";
import type { Lifetimes } from "./lifetime.js";

const ownKey =
  "give the cache a `key=` whose result holds `account_cache_key()` of cred_extract_services";
const remedies = {
  decorator:
    "put `@cache_per_account` of cred_extract_services above the cache: it keeps one for each account",
  call: "put `cache_per_account(…)` of cred_extract_services around it: it keeps one cache for each account",
  key: ownKey,
  "own-key": ownKey,
  none: "take the cache away, or put `account_cache_key()` of cred_extract_services into the arguments by which it keeps",
};

/** A finding for each, with the insertion that keeps the results apart where there is one. */
export function keptResults(lifetimes: Lifetimes): Finding[] {
  const { program } = lifetimes;
  const called = cachesCalled(program).flatMap((at) =>
    finding(program, "cached-account", at, messageOfCall, remedies.call),
  );
  const found = decorated(program).flatMap((at) => {
    const caching = cachingDecorator(program, at);
    if (!caching || !returnsAnswer(program, at) || !isShared(lifetimes, at, caching)) return [];
    const message = `the cache of \`${nameOf(at.node)}\` keeps an answer of AWS, which calls for other accounts get as well`;
    const place = { file: at.file, node: field(at.node, "name") ?? at.node };
    const fix = keptApart(program, at.file, caching);
    return finding(program, "cached-account", place, message, remedies[caching.apart]).map(
      (found) => (fix && found.severity !== "note" ? { ...found, fix } : found),
    );
  });
  return [...found, ...called];
}

const messageOfCall =
  "this cache keeps an answer of AWS, which calls for other accounts get as well";

/** `cache(work)` and `lru_cache(maxsize=8)(work)`, where the function gives what AWS answered. */
function cachesCalled(program: Program): readonly At[] {
  return codeAt(program, "functools", /\b(?:lru_cache|cache)(?=\()/g).flatMap((at) => {
    const call = callOf(at);
    const callee = call && field(call, "function");
    if (!call || !callee || ancestor(call, "decorator")) return [];
    const values = program.evaluate({ file: at.file, node: callee }, emptyEnv);
    const isCache = values.some(
      (value) => value.kind === "outside" && /^functools\.(?:lru_cache|cache)$/.test(value.path),
    );
    const outer = call.parent?.type === "call" ? call.parent : call;
    const [work] = argumentsOf(outer).positional;
    const around = ancestor(outer, "call");
    if (!isCache || !work || around?.text.startsWith("cache_per_account")) return [];
    const functions = valuesAt(program, { file: at.file, node: work });
    const gives = functions.some(
      (value) => value.kind === "function" && returnsAnswer(program, value),
    );
    return gives ? [{ file: at.file, node: outer }] : [];
  });
}

/** The functions with a decorator in files that import a library of such. */
function decorated(program: Program): readonly At[] {
  const marks = cachingWords.flatMap((word) => codeAt(program, word, /(?<=^[ \t]*@)[ \t]*\w/gm));
  const owners = marks.flatMap(({ file, node }) => {
    const decorator = ancestor(node, "decorator");
    const definition = decorator?.parent && field(decorator.parent, "definition");
    return definition?.type === "function_definition" ? [{ file, node: definition }] : [];
  });
  return [...new Map(owners.map((at) => [keyOf(at), at])).values()];
}

/** What a property keeps is gone with its object. */
function isShared(lifetimes: Lifetimes, { file, node }: At, { decorator }: Caching): boolean {
  const around = classOf(node);
  if (!around || !/property/.test(decorator.text)) return true;
  return lifetimes.outlives({ file, node: around });
}

function returnsAnswer(program: Program, at: At): boolean {
  const { results, yields } = exits(program, at);
  return [...results, ...yields].some((node) => givesAnswer(program, { file: at.file, node }));
}
