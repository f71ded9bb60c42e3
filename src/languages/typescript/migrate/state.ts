/** From a registration to tool sites: the state of each, and the fix that all of them share. */

import type { Fix, ToolSite } from "../../../types.js";
import { type FoundTool, isInside, type Registration } from "../forms/registration.js";
import { ts } from "../source/compiler.js";
import { type Project, placeOf } from "../source/parse.js";
import { ignoreReason } from "../source/pragma.js";
import { bindingClash } from "./free-names.js";
import { type Change, isRefusal, type Refusal, together } from "./service-names.js";
import { readsItself } from "./wrapper.js";

/** Where code, or what it comes to, sets credentials for the whole process. */
export type OwnSetup = (from: ts.Node) => ts.Node | undefined;

/**
 * The tools of a registration as the product's own words have them. `reads`: where the server's code
 * takes the account out of the arguments by itself.
 */
export function sitesOf(
  registration: Registration,
  project: Project,
  reads: readonly ts.Node[] = [],
  setup: OwnSetup = () => undefined,
): ToolSite[] {
  const { tools } = registration;
  const needsParameter = tools.some((tool) => !tool.hasParameter);
  const needsContext = tools.some((tool) => !tool.hasContext);
  const wanted: Change | Refusal = together(
    needsParameter ? registration.parameter() : nothing,
    needsContext ? (ownHandling(registration, reads) ?? registration.context()) : nothing,
  );
  const fix = isRefusal(wanted) ? wanted : unlessClash(wanted, registration.node);
  const setups = tools.map((tool) => setup(ownPart(registration, tool)));
  // The one fix would wrap the tool that has the setup, too.
  const [first] = setups.filter((each) => each !== undefined);
  const others = first && !isRefusal(fix) ? { reason: besideSetup(first) } : fix;
  return tools.map((tool, at) => {
    const own = setups[at];
    return own
      ? withSetup(siteOf(registration, tool, fix, project), own, fix)
      : siteOf(registration, tool, others, project);
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

/** A setup that changes the whole process also changes calls without an account, which no wrapper undoes. */
function withSetup(site: ToolSite, write: ts.Node, fix: Change | Refusal): ToolSite {
  if (site.state === "ignored") return site;
  const { fix: _, ...rest } = site;
  const isRefused = isRefusal(fix) && site.state === "unsupported";
  const own = `it sets credentials for the whole process (${lineOf(write)}); ${takeOut}`;
  const reason = isRefused ? `${own}; ${fix.reason}` : own;
  return { ...rest, state: "unsupported", reason };
}

const takeOut = "take the own setup out, then run again";

function besideSetup(write: ts.Node): string {
  return `a tool that is registered with it sets credentials for the whole process (${lineOf(write)}); ${takeOut}`;
}

function lineOf(node: ts.Node): string {
  const { file, line } = placeOf(node);
  return `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
}

/** What is written down of a tool alone, where one registration takes several; a dispatcher calls them all. */
function ownPart({ node, dispatcher }: Registration, tool: FoundTool): ts.Node {
  if (dispatcher || isInside(tool.node, node)) return dispatcher ?? node;
  const isPart = (each: ts.Node): boolean =>
    ts.isObjectLiteralExpression(each) || ts.isClassLike(each) || ts.isStatement(each);
  return ts.findAncestor(tool.node, isPart) ?? tool.node;
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
