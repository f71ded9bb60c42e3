/**
 * The report of `check` as data: every format is made from it, and it is what `--format json` prints. Its JSON
 * schema, which is shipped as dist/check.schema.json, is made from the same source. Only types of this file are used
 * at run time.
 */

import * as v from "valibot";

/** Goes up with every change that a reader could stumble over; a new key is none. */
export type ReportVersion = 1;

const text = (description: string) => v.pipe(v.string(), v.description(description));
const count = () => v.pipe(v.number(), v.integer(), v.minValue(0));
const flag = (description: string) => v.pipe(v.boolean(), v.description(description));

const place = v.pipe(
  v.object({ file: v.string(), line: count(), column: count() }),
  v.description("Where: a file from `root` on, with slashes; line and column count from 1."),
);

const severity = v.picklist(["error", "warning", "note"]);

const edit = v.pipe(
  v.object({ place, offset: count(), text: v.string() }),
  v.description("An insertion. `offset` counts UTF-16 units of the file's text, a BOM among them."),
);

const tool = v.object({
  name: text("As in tools/list; where it is made at run time, the expression, in <…>."),
  form: text("How it is registered."),
  state: v.picklist(["migrated", "partial", "pending", "unsupported", "ignored"]),
  place,
  registration: v.optional(place),
  further: v.optional(v.array(place)),
  missing: v.pipe(v.array(v.string()), v.description("What it lacks.")),
  reason: v.optional(text("Why it is unsupported or ignored, or what a reviewer should know.")),
});

const finding = v.object({
  rule: text("`mcp-retrofit explain RULE` says more."),
  severity,
  message: v.string(),
  remedy: v.optional(v.string()),
  help: text("The page of the rule."),
  tool: v.optional(text("The tool that it is about, for the rules of tools.")),
  place,
  line: text("The text of that line; empty where it is about a whole file."),
  fingerprint: text("Stays the same while lines above it come and go."),
  known: v.optional(flag("Whether the baseline has it: then it fails nothing.")),
  ignored: v.optional(text("Why it is left out by choice: then it is a note.")),
  edits: v.optional(
    v.pipe(
      v.array(edit),
      v.description("What fixes it, where insertions into files that are there are all it takes."),
    ),
  ),
});

const ledger = v.object({
  found: count(),
  migrated: count(),
  partial: count(),
  pending: count(),
  unsupported: count(),
  ignored: count(),
  open: v.optional(
    v.pipe(
      count(),
      v.description(
        "How many of them stand for one tool or more each: their names are made at run time.",
      ),
    ),
  ),
});

const server = v.object({
  name: v.string(),
  root: text("Its folder, from `root` on."),
  language: v.picklist(["typescript", "python"]),
  tools: v.array(tool),
  findings: v.array(finding),
  ledger,
});

const problem = v.object({
  file: v.string(),
  line: v.optional(count()),
  message: v.string(),
});

export const reportSchema = v.object({
  version: v.pipe(v.literal(1), v.description("The version of this format.")),
  retrofit: text("The version of mcp-retrofit."),
  root: text("The folder that paths are given from: the repository, or else where check ran."),
  from: text("The folder that check ran in, from `root` on."),
  outcome: v.pipe(
    v.picklist(["clean", "open", "incomplete"]),
    v.description("What the exit code says: 0, 1, 2."),
  ),
  servers: v.array(server),
  findings: v.pipe(v.array(finding), v.description("What is about no server.")),
  problems: v.pipe(v.array(problem), v.description("Files that could not be looked at.")),
  ledger,
  counts: v.pipe(
    v.object({
      error: count(),
      warning: count(),
      note: count(),
      ignored: count(),
      known: count(),
    }),
    v.description("Findings, each counted once, those that are ignored or known apart."),
  ),
});

export type Report = v.InferOutput<typeof reportSchema>;
export type ReportedServer = v.InferOutput<typeof server>;
export type ReportedTool = v.InferOutput<typeof tool>;
export type ReportedFinding = v.InferOutput<typeof finding>;
export type ReportedPlace = v.InferOutput<typeof place>;
