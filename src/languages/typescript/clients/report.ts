/** Findings of this folder, made in one place. */

import type { ts } from "ts-morph";
import { type RuleId, rules } from "../../../rules.js";
import type { Finding, Fix } from "../../../types.js";
import { type Project, placeOf } from "../parse.js";

/** What a detector sees: one node of one file, and the server around it. */
export interface Context {
  readonly project: Project;
  readonly source: ts.SourceFile;
  /** `name:index` of the server's functions that are handed a client class as their argument. */
  readonly factories: ReadonlySet<string>;
}

/** A detector looks at one node; it is asked about every node of a production file. */
export type Detector = (node: ts.Node, context: Context) => Finding | undefined;

/** A finding at a node, with its rule's severity. */
export function report(
  rule: RuleId,
  node: ts.Node,
  message: string,
  wayOut: string,
  fix?: Fix,
): Finding {
  const { severity } = rules[rule];
  return { rule, severity, place: placeOf(node), message, wayOut, ...(fix ? { fix } : {}) };
}
