/** What a page shows, whichever command makes it. */

import type { Ledger } from "../../plan/ledger.js";
import type { Severity } from "../../types.js";
import type { Markup } from "./markup.js";

export interface Page {
  /** What it is, in a word: "plan". */
  readonly kind: string;
  readonly title: string;
  /** What it comes to, a line each. */
  readonly lines: readonly string[];
  readonly servers: readonly PageServer[];
  /** What `state` of a tool is called here, and the states in their order. */
  readonly stateName: string;
  readonly states: readonly string[];
  readonly groups: readonly PageGroup[];
  readonly findings: readonly PageFinding[];
  /** What is changed beside the tools. */
  readonly shared: readonly PageChange[];
  readonly added: readonly PageFile[];
  /** Files that could not be looked at, or are left alone. */
  readonly problems: readonly { readonly where: string; readonly message: string }[];
}

export interface PageServer {
  readonly name: string;
  readonly where: string;
  readonly language?: string;
  readonly ledger?: Ledger;
  /** Numbers of its own, by what they are called. */
  readonly counts: Readonly<Record<string, number>>;
  /** What is said of it as a whole. */
  readonly notes: readonly string[];
}

/** Tools that have something in common. */
export interface PageGroup {
  readonly title: string;
  /** Why to look at it before others. */
  readonly outlier?: string;
  /** Why it is done so. */
  readonly why: readonly string[];
  /** The rule by which its tools are findings. */
  readonly rule?: Pick<PageFinding, "rule" | "help">;
  readonly tools: readonly PageTool[];
}

export interface PageTool {
  readonly server: number;
  readonly name: string;
  readonly state: string;
  readonly where: string;
  readonly form?: string;
  readonly rules: readonly string[];
  /** What there is to say of it, a line each. */
  readonly lines: readonly string[];
  readonly changes: readonly PageChange[];
}

export interface PageChange {
  readonly server: number;
  readonly path: string;
  readonly diff: Markup;
}

export interface PageFinding {
  readonly server?: number;
  readonly rule: string;
  /** Where the page of the rule is. */
  readonly help: string;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy?: string;
  /** Where, from its server's folder on; of a finding of no server, from where the page's paths are given. */
  readonly places: readonly string[];
  /** What became of it: "fixed", "ignored: why", "known". */
  readonly mark?: string;
  readonly changes: readonly PageChange[];
}

/** A text that is added, and where. */
export interface PageFile {
  readonly name: string;
  readonly paths: readonly string[];
  readonly servers: readonly number[];
  readonly text: string;
}
