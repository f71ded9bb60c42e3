/** A call of a tool as its documentation would show it: what its signature requires, filled in. */

import type { Example, ToolSite } from "../../../types.js";
import { exampleAmong, singular, textFor } from "../../supply/example.js";
import type { FoundTool } from "../forms/found-tool.js";
import { isContext, isRequired, type Parameter, signatureOf } from "../migrate/parameters.js";
import type { Project } from "../source/parse.js";

/** A call of one of the tools; `sites` are the same tools as planned, in the same order. */
export function exampleOf(
  found: readonly FoundTool[],
  sites: readonly ToolSite[],
  project: Project,
): Example | undefined {
  const written = sites.flatMap(({ name, state }, at) => {
    const tool = found[at];
    return tool?.definition && !tool.lowLevel ? [{ name, state, tool }] : [];
  });
  return exampleAmong(written, ({ tool }) => argumentsOf(tool, project));
}

function argumentsOf(
  { definition, file, bound }: FoundTool,
  project: Project,
): Record<string, unknown> | undefined {
  const module = project.module(file);
  const signature = module && definition && signatureOf(definition, module.text);
  if (!signature) return undefined;
  const required = signature.parameters
    .slice(bound ? 1 : 0)
    .filter((parameter) => isRequired(parameter) && !isContext(parameter));
  const filled = required.map((parameter) => [parameter.name, sampleOf(parameter)] as const);
  return filled.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(filled);
}

/** Undefined where the annotation, or what is asked beside it, is none that can be guessed. */
function sampleOf({ name, type = "", value = "" }: Parameter): unknown {
  if (
    /\b(?:pattern|regex|AfterValidator|BeforeValidator|multiple_of)\b\s*[=(]|\bmin_length\s*=\s*\d\d/.test(
      type + value,
    )
  )
    return undefined;
  const [, bound, least] = /\b(ge|gt)\s*=\s*(\d+)/.exec(type + value) ?? [];
  return sampleFor(name, plain(type), Math.max(1, Number(least ?? 0) + (bound === "gt" ? 1 : 0)));
}

function sampleFor(name: string, type: string, number: number): unknown {
  if (type === "str") return textFor(name);
  if (type === "int" || type === "float") return number;
  if (type === "bool") return true;
  if (/^(?:dict|Dict)\b/.test(type)) return {};
  const literal = /^Literal\[\s*(["'])(.*?)\1/.exec(type);
  if (literal) return literal[2];
  const list = /^(?:list|List|Sequence)\[([\s\S]*)\]$/.exec(type);
  const item = list && sampleFor(singular(name), plain(list[1] ?? ""), number);
  return item === undefined || item === null ? undefined : [item];
}

/** `str` of `Annotated[str, Field(…)]`, of `Optional[str]` and of `str | None`. */
function plain(type: string): string {
  const bare = type.trim().replace(/^typing\./, "");
  const inner = /^Annotated\[\s*((?:[^[\],]|\[[^[\]]*\])+)[,\]]/.exec(bare)?.[1];
  if (inner !== undefined) return plain(inner);
  const optional = /^Optional\[([\s\S]*)\]$/.exec(bare)?.[1];
  return optional === undefined ? bare.replace(/\s*\|\s*None$/, "") : plain(optional);
}
