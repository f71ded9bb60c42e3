/** Answers of AWS that are kept across calls: another account would be told them. */

import type { Node } from "web-tree-sitter";
import type { Finding } from "../../../../types.js";
import type { Program } from "../../evaluate/program.js";
import { emptyEnv } from "../../evaluate/values.js";
import type { FoundTool } from "../../forms/found-tool.js";
import { type At, enclosingFunction, field } from "../../source/nodes.js";
import { mentionsAws } from "../aws-mention.js";
import { finding } from "../code.js";
import { comesFromAws, tellsAccounts } from "./answers.js";
import { isKept, keysBehind } from "./holders.js";
import { type Keeping, keepingsOf } from "./keepings.js";
import { createLifetimes, type Lifetimes } from "./lifetime.js";
import { keptResults } from "./results.js";

const remedy =
  "ask in every call, or put `account_cache_key()` of cred_extract_services into the key under which it is kept";

/**
 * Each place, once, in which an answer of AWS outlives the tool's call and is not kept by account, in the files
 * that are near the tools: this takes long to tell.
 */
export function cachedAccounts(
  program: Program,
  tools: readonly FoundTool[],
  near: () => ReadonlySet<string>,
): Finding[] {
  if (!mentionsAws(program)) return [];
  const lifetimes = createLifetimes(program, tools);
  const files = program.sources.filter((file) => near().has(file));
  const found = [...keptAnswers(lifetimes, files), ...keptResults(lifetimes)];
  return [...new Map(found.map((each) => [placeKey(each), each])).values()];
}

function placeKey({ place }: Finding): string {
  return `${place.file}:${place.line}`;
}

function keptAnswers(lifetimes: Lifetimes, files: readonly string[]): Finding[] {
  const { program } = lifetimes;
  return files.flatMap((file) => {
    const module = program.module(file);
    if (!module || module.problem) return [];
    return keepingsOf(module, lifetimes.makersIn(file))
      .filter((keeping) => isMixedUp(lifetimes, file, keeping))
      .flatMap(({ node, holder, isAtStart }) =>
        finding(program, "cached-account", { file, node }, keptIn(holder.text, isAtStart), remedy),
      );
  });
}

function keptIn(holder: string, isAtStart: boolean): string {
  return isAtStart
    ? `\`${holder}\` keeps what AWS answered when the server started, as the server itself`
    : `\`${holder}\` keeps an answer of AWS, which calls for other accounts get as well`;
}

function isMixedUp(lifetimes: Lifetimes, file: string, keeping: Keeping): boolean {
  const { holder, value, keys, isAtStart } = keeping;
  const { program } = lifetimes;
  const isLasting = isAtStart || isOfTools(lifetimes, { file, node: holder });
  if (!isLasting && !mayOutlive(program, { file, node: holder }, keeping)) return false;
  if (!isLasting && !isKept(lifetimes, { file, node: holder })) return false;
  if (isOwnMethod(program, { file, node: keeping.node })) return false;
  if (!comesFromAws(program, { file, node: value }, keys)) return false;
  const guards = isAtStart ? [] : conditionsAround(keeping.node);
  return ![...keys, ...keysBehind(program, { file, node: holder }), ...guards].some((node) =>
    tellsAccounts(program, { file, node }),
  );
}

/** Whether the server's own method is called to keep it: that is looked at itself. */
function isOwnMethod(program: Program, { file, node }: At): boolean {
  const callee = node.type === "call" ? field(node, "function") : undefined;
  if (!callee) return false;
  return program.evaluate({ file, node: callee }, emptyEnv).some(({ kind }) => kind === "function");
}

/** `if self._account != account_cache_key():` around it, within its function. */
function conditionsAround(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (let at = node.parent; at && at.type !== "function_definition"; at = at.parent) {
    const condition = /^(if_statement|elif_clause)$/.test(at.type) && field(at, "condition");
    if (condition) found.push(condition);
  }
  return found;
}

/** Whether it is worth following: a plain local name is gone with its call. */
function mayOutlive(program: Program, { file, node }: At, { node: whole }: Keeping): boolean {
  if (node.type !== "identifier" || whole.type === "call") return true;
  const owner = enclosingFunction(node);
  if (!owner) return true;
  return program.scope({ file, node: owner }).globals.has(node.text);
}

/** Whether it is a name of a function that makes tools, which one of those uses. */
function isOfTools(lifetimes: Lifetimes, { file, node }: At): boolean {
  const owner = enclosingFunction(node);
  if (node.type !== "identifier" || !owner) return false;
  return lifetimes.toolsIn({ file, node: owner }).some((tool) => {
    const body = field(tool, "body")?.text ?? "";
    return new RegExp(`(?<![\\w.])${node.text}(?!\\w)`).test(body);
  });
}
