/** The insertions that keep one cache for each account, where a decorator does the keeping. */

import type { Node } from "web-tree-sitter";
import type { Edit, Fix } from "../../../../types.js";
import type { Program } from "../../evaluate/program.js";
import { argumentsOf } from "../../evaluate/values.js";
import { field } from "../../source/nodes.js";
import { eolAt, isFirstOnLine, newIndentAt } from "../../source/text.js";
import type { Caching } from "./caching-decorators.js";

const DECORATOR = "cache_per_account";
const KEY = "account_cache_key";
/** The call's own arguments behind the account, as cachetools would have them. */
const keyFunction = `key=lambda *args, **kwargs: (${KEY}(), args, *sorted(kwargs.items()))`;

/** `@cache_per_account` above `@lru_cache`, or `key=` for cachetools; undefined where neither can be. */
export function keptApart(program: Program, file: string, caching: Caching): Fix | undefined {
  const name = caching.apart === "decorator" ? DECORATOR : KEY;
  if (!/^(decorator|key)$/.test(caching.apart) || isTaken(program, file, name)) return undefined;
  const edit =
    caching.apart === "decorator"
      ? above(program, file, caching.decorator)
      : keyed(program, file, caching.decorator);
  return edit && { edits: [edit], imports: [{ file, module: "", names: [name] }] };
}

function above(program: Program, file: string, { startIndex }: Node): Edit | undefined {
  const text = program.module(file)?.text;
  if (text === undefined || !isFirstOnLine(text, startIndex)) return undefined;
  const gap = eolAt(text, startIndex) + newIndentAt(text, startIndex);
  return { file, offset: startIndex, text: `@${DECORATOR}${gap}` };
}

/** A key of its own is not replaced. */
function keyed(program: Program, file: string, decorator: Node): Edit | undefined {
  const text = program.module(file)?.text;
  const call = decorator.namedChildren.find(({ type }) => type === "call");
  const { positional, named, starred } = call
    ? argumentsOf(call)
    : { positional: [], named: new Map(), starred: true };
  const last =
    call && field(call, "arguments")?.namedChildren.findLast(({ type }) => type !== "comment");
  if (text === undefined || !last || starred || named.has("key") || positional.length > 1)
    return undefined;
  const isOwnLine = isFirstOnLine(text, last.startIndex);
  const gap = isOwnLine ? eolAt(text, last.startIndex) + newIndentAt(text, last.startIndex) : " ";
  return { file, offset: last.endIndex, text: `,${gap}${keyFunction}` };
}

/** Whether the module has something else of that name. */
function isTaken(program: Program, file: string, name: string): boolean {
  const module = program.module(file);
  const bindings = module && program.scope({ file, node: module.root }).bindings.get(name);
  return bindings?.some(({ kind }) => kind !== "import") ?? false;
}
