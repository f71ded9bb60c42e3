/** What a tool has of a retrofit already: by an earlier run, by hand, whole or half. */

import type { Node } from "web-tree-sitter";
import type { FoundTool } from "../forms/found-tool.js";
import { toolMethods } from "../forms/library-queries.js";
import { isImported, isTaken, servicesImports } from "../imports/service-names.js";
import type { Module } from "../source/parse.js";
import { HANDLED } from "./inline.js";
import { type InlineSetup, inlineSetupOf } from "./setup.js";
import type { Subject } from "./subject.js";

export interface Existing {
  /** What the setup lacks, in one word; undefined where the account is set up and its errors are mapped. */
  readonly lacks: "wrapper" | "setup" | "handlers" | undefined;
  /** What is wrong with the setup that there is. */
  readonly reason?: string;
  /** Whether there is any setup, right or wrong. */
  readonly begun: boolean;
  /** Whether the guide's form is written in the body, right or wrong. */
  readonly inline: boolean;
  /** Names of the services that the body uses and nothing imports. */
  readonly unbound: readonly string[];
  /** What is so wrong that insertions cannot complete it. */
  readonly beyond?: string;
}

const ANY = { lacks: "setup", begun: true, inline: true, unbound: [] } as const;

const TRACES = /setup_account_context|with_account_context/;

/** Reads the decorators and the body of a tool. */
export function existingOf(subject: Subject): Existing {
  const { definition, module, tool } = subject;
  const from = tool.decorators[0]?.startIndex ?? definition.startIndex;
  const source = module.text.slice(from, definition.endIndex);
  const isTraced = TRACES.test(source) || servicesImports(module).length > 0;
  if (!isTraced) return { lacks: "wrapper", begun: false, inline: false, unbound: [] };
  const wrapper = wrapperOf(subject);
  const inline = inlineSetupOf(definition, module.text);
  if (inline.kind === "wrong") return { ...ANY, beyond: inline.reason };
  const unbound = inline.kind === "none" ? [] : unboundIn(definition, module);
  const begun = wrapper.kind !== "none" || inline.kind !== "none";
  return { ...judged(wrapper, inline), begun, inline: inline.kind !== "none", unbound };
}

type Judged = Exclude<InlineSetup, { readonly kind: "wrong" }>;

type Wrapper =
  | { readonly kind: "none" | "right" }
  | { readonly kind: "misplaced"; readonly reason: string };

function judged(wrapper: Wrapper, inline: Judged): Pick<Existing, "lacks" | "reason"> {
  if (wrapper.kind === "right" || inline.kind === "right") return { lacks: undefined };
  if (inline.kind === "faulty") return { lacks: inline.part, reason: inline.reason };
  if (wrapper.kind === "misplaced") return { lacks: "wrapper", reason: wrapper.reason };
  return { lacks: "wrapper" };
}

/** The wrapper has to stand right below the registration: it must be registered, and see every error. */
function wrapperOf({ tool, module }: Subject): Wrapper {
  const wrappers = tool.decorators.filter((node) => isWrapper(node, module));
  if (wrappers.length === 0) return { kind: "none" };
  const outer = outerDecorators(tool);
  const inner = tool.decorators.slice(outer.length);
  // Above what authorises it is safe as well, if an account is then asked for in vain.
  const places = [outer.length, registeringDecorators(tool).length];
  const isRight = places.some((at) => wrappers.some((node) => node === tool.decorators[at]));
  if (isRight) return { kind: "right" };
  const reason = wrappers.every((node) => outer.includes(node))
    ? "@with_account_context stands above the registration, which takes the function without it"
    : `@with_account_context stands below ${inner[0]?.text ?? ""}, which could swallow its errors`;
  return { kind: "misplaced", reason };
}

const OUTER = new RegExp(
  `^@\\s*(?:(?:static|class)method\\b|[\\w.]+\\.(?:${toolMethods.join("|")})\\b)`,
);

/** By the last of its names: `@require_scopes("read")`, `@auth.login_required`. */
const AUTHORISES =
  /^@\s*(?:[\w]+\.)*_?(?:(?:requires?|needs?|has|check|ensure|verify|with|validate|enforce)_(?:\w+_)?(?:scopes?|auth\w*|permissions?|roles?|login|access|access_token|token|api_?key|admin|claims?|groups?)|(?:auth\w*|scopes?|permissions?|roles?|login|token|api_?key|access)_(?:required|guard|check)|requires?|authori[sz]ed?|authenticated?|protected|secured|rbac|restrict_to|restricted)\b(?!\.)/i;

/**
 * The decorators that the wrapper must stand below: registrations, with any server, what makes a method
 * static, and what authorises the caller, who is not to have an account's role assumed before.
 */
export function outerDecorators(tool: FoundTool): readonly Node[] {
  const { decorators } = tool;
  const last = decorators.findLastIndex(({ text }) => AUTHORISES.test(text));
  const registering = registeringDecorators(tool);
  return last < registering.length ? registering : decorators.slice(0, last + 1);
}

function registeringDecorators({ decorators, registering }: FoundTool): readonly Node[] {
  const last = decorators.findLastIndex(
    (node) => registering.includes(node) || OUTER.test(node.text),
  );
  return decorators.slice(0, last + 1);
}

function isWrapper(decorator: Node, module: Module): boolean {
  const name = /^@\s*(?:\w+\.)*(\w+)/.exec(decorator.text)?.[1];
  const imported = servicesImports(module).filter((one) => one.name === WRAPPER);
  return name === WRAPPER || imported.some(({ local }) => local === name);
}

const WRAPPER = "with_account_context";

const USED = [
  "_setup_account_context",
  "_setup_account_context_sync",
  "CredentialExtractionError",
  ...HANDLED,
];

/** A name that the module defines itself is its author's own: somebody wrote the setup there. */
function unboundIn(definition: Node, module: Module): string[] {
  const source = module.text.slice(definition.startIndex, definition.endIndex);
  const used = USED.filter((name) => new RegExp(`(?<![\\w.])${name}\\b`).test(source));
  return used.filter((name) => !isImported(module, name, definition) && !isTaken(module, name));
}
