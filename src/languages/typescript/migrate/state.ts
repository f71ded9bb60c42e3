/** From a registration to tool sites: the state of each, and the fix that all of them share. */

import type { Fix, ToolSite } from "../../../types.js";
import { type FoundTool, isInside, partsOf, type Registration } from "../forms/registration.js";
import { ts } from "../source/compiler.js";
import { type Project, placeOf } from "../source/parse.js";
import { ignoreReason } from "../source/pragma.js";
import { bindingClash } from "./free-names.js";
import { type Change, isRefusal, type Refusal, together } from "./service-names.js";
import { readsItself } from "./wrapper.js";

/** What is done in the code of a tool, or on its way, that the account would not reach. */
export interface Unreached {
  /** Where it sets credentials for the whole process. */
  setup(from: readonly ts.Node[]): ts.Node | undefined;
  /** Why it would take the account and follow it nowhere. */
  kept(from: readonly ts.Node[]): string | undefined;
}

const unseen: Unreached = { setup: () => undefined, kept: () => undefined };

/**
 * The tools of a registration as the product's own words have them. `reads`: where the server's code
 * takes the account out of the arguments by itself.
 */
export function sitesOf(
  registration: Registration,
  project: Project,
  reads: readonly ts.Node[] = [],
  unreached: Unreached = unseen,
): ToolSite[] {
  const { tools } = registration;
  const needsParameter = tools.some((tool) => !tool.hasParameter);
  const needsContext = tools.some((tool) => !tool.hasContext);
  const wanted: Change | Refusal = together(
    needsParameter ? registration.parameter() : nothing,
    needsContext ? (ownHandling(registration, reads) ?? registration.context()) : nothing,
  );
  const fix = isRefusal(wanted) ? wanted : unlessClash(wanted, registration.node);
  const parts = tools.map((tool) => partsOf(registration, tool));
  const setups = parts.map((each) => unreached.setup(each));
  // The one fix would wrap the tool that has the setup, too.
  const [first] = setups.filter((each) => each !== undefined);
  const others = first && !isRefusal(fix) ? { reason: besideSetup(first) } : fix;
  const kept = keptReasons(parts, unreached);
  return tools.map((tool, at) => {
    const own = setups[at];
    const site = siteOf(registration, tool, own ? fix : others, project);
    return alone(site, own ? [setsCredentials(own), kept[at]] : [kept[at]]);
  });
}

const nothing: Change = { edits: [], imports: [] };

function siteOf(
  registration: Registration,
  tool: FoundTool,
  fix: Change | Refusal,
  project: Project,
): ToolSite {
  const place = placeOf(registration.node);
  const isElsewhere = !isInside(tool.node, registration.node);
  const base = {
    name: tool.name,
    form: registration.form,
    place: tool.place,
    ...(isElsewhere ? { registration: place } : {}),
  };
  const ignored = ignoreReason(registration.node, project) ?? ignoreReason(tool.node, project);
  if (ignored) return { ...base, state: "ignored", missing: [], reason: ignored };
  const missing = [
    ...(tool.hasParameter ? [] : ["parameter"]),
    ...(tool.hasContext ? [] : ["wrapper"]),
  ];
  if (missing.length === 0) return { ...base, state: "migrated", missing };
  if (isRefusal(fix)) return { ...base, state: "unsupported", missing, reason: fix.reason };
  return {
    ...base,
    state: missing.length === 1 ? "partial" : "pending",
    missing,
    ...(tool.note ? { reason: tool.note } : {}),
    fix: fix satisfies Fix,
  };
}

/** A dispatcher may lead anywhere in the server; any other tool to what is around its definition. */
function ownHandling(
  { form, node, tools }: Registration,
  reads: readonly ts.Node[],
): Refusal | undefined {
  const places = tools.map((tool) => (isInside(tool.node, node) ? node : definitionAround(tool)));
  const isOwn = (read: ts.Node): boolean =>
    form === "low-level" || places.some((place) => isInside(read, place));
  return reads.some(isOwn) ? { reason: readsItself } : undefined;
}

/** Of all tools of a registration, or of none: one fix takes them all. */
function keptReasons(
  parts: readonly (readonly ts.Node[])[],
  { kept }: Unreached,
): readonly (string | undefined)[] {
  const reasons: string[] = [];
  for (const part of parts) {
    const reason = kept(part);
    if (reason === undefined) return [];
    reasons.push(reason);
  }
  return reasons;
}

/** A tool that is left alone for these reasons, beside those that it has. */
function alone(site: ToolSite, given: readonly (string | undefined)[]): ToolSite {
  const reasons = given.filter((each) => each !== undefined);
  if (reasons.length === 0 || site.state === "ignored") return site;
  const { fix: _, ...rest } = site;
  const known = site.state === "unsupported" && site.reason !== undefined ? [site.reason] : [];
  return { ...rest, state: "unsupported", reason: [...reasons, ...known].join("; ") };
}

/** A setup that changes the whole process also changes calls without an account, which no wrapper undoes. */
function setsCredentials(write: ts.Node): string {
  return `it sets credentials for the whole process (${lineOf(write)}); ${takeOut}`;
}

const takeOut = "take the own setup out, then run again";

function besideSetup(write: ts.Node): string {
  return `a tool that is registered with it sets credentials for the whole process (${lineOf(write)}); ${takeOut}`;
}

function lineOf(node: ts.Node): string {
  const { file, line } = placeOf(node);
  return `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
}

function definitionAround({ node }: FoundTool): ts.Node {
  return ts.findAncestor(node, (each) => ts.isStatement(each) || ts.isClassLike(each)) ?? node;
}

/** A fix that would import a name which means something else here can't be made. */
export function unlessClash(fix: Change, node: ts.Node): Change | Refusal {
  for (const { names, file } of fix.imports) {
    if (file !== node.getSourceFile().fileName) continue;
    for (const name of names) {
      if (bindingClash(node.getSourceFile(), name, node)) {
        return {
          reason: `the file has a ${name} of its own, and the fix would import another; rename yours`,
        };
      }
    }
  }
  return fix;
}
