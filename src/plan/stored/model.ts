/**
 * A plan as a file, to be looked at and carried out later, in this checkout or in another one of the same commit. Its
 * JSON schema, which is shipped as dist/plan.schema.json, is made from the same source.
 */

import * as v from "valibot";
import { isInside } from "./inside.js";

/** Goes up with every change of the format: a plan of another version is refused. */
export const PLAN_VERSION = 1;

const text = (description: string) => v.pipe(v.string(), v.description(description));
const count = () => v.pipe(v.number(), v.integer(), v.minValue(0));
const flag = (description: string) => v.pipe(v.boolean(), v.description(description));
const sha256 = (description: string) =>
  v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.description(description));

const path = v.pipe(
  v.string(),
  v.check((given) => given === "." || isInside(given), "it must lead into the plan's root"),
  v.description("From the plan's root on, with slashes."),
);
/** What was looked for may lie above the root: it is compared, and never written. */
const readPath = v.pipe(
  v.string(),
  v.check(
    (given) =>
      /^(?:\.|\.\.(?:\/\.\.)*)$/.test(given) || isInside(given.replace(/^(?:\.\.\/)+/, "")),
    "it must be a path from the plan's root on",
  ),
);

const place = v.strictObject({ file: readPath, line: count(), column: count() });
const severity = v.picklist(["error", "warning", "note"]);

const own = v.pipe(
  v.array(v.tuple([count(), count()])),
  v.description("Its own insertions: which of `changes`, and which of that one's `edits`."),
);

const tool = v.strictObject({
  name: v.string(),
  form: text("How it is registered."),
  state: v.picklist(["migrated", "partial", "pending", "unsupported", "ignored"]),
  place,
  registration: v.optional(place),
  further: v.optional(v.array(place)),
  missing: v.array(v.string()),
  reason: v.optional(v.string()),
  planned: flag("Whether the plan migrates it."),
  edits: v.optional(own),
});

const finding = v.strictObject({
  rule: text("`mcp-retrofit explain RULE` says more."),
  severity,
  place,
  message: v.string(),
  remedy: v.optional(v.string()),
  ignored: v.optional(v.string()),
  planned: flag("Whether the plan fixes it."),
  edits: v.optional(own),
});

const problem = v.strictObject({
  file: readPath,
  line: v.optional(count()),
  message: v.string(),
});

const server = v.strictObject({
  name: v.string(),
  root: path,
  language: v.picklist(["typescript", "python"]),
  manifest: v.optional(path),
  only: v.optional(v.pipe(v.array(path), v.description("The part of it that was asked for."))),
  files: v.array(path),
  found: count(),
  tools: v.array(tool),
  findings: v.array(finding),
  added: v.pipe(v.array(finding), v.description("What to know of the changes.")),
  problems: v.array(problem),
  changes: v.pipe(v.array(count()), v.description("Which of `changes` are this server's.")),
});

const part = v.picklist(["tools", "around", "added", "services"]);

const edited = v.strictObject({
  path,
  part,
  before: sha256("Of the file's bytes as they were."),
  executable: flag("Whether the file is a program."),
  after: sha256("Of the bytes that it is to have."),
  edits: v.pipe(
    v.array(v.strictObject({ offset: count(), text: v.string(), rank: v.optional(v.number()) })),
    v.minLength(1),
    v.description(
      "Insertions, in order. `offset` counts UTF-16 units of the text as it was, a BOM among them.",
    ),
  ),
});

const added = v.strictObject({
  path,
  part,
  executable: flag("Whether it is a program."),
  after: sha256("Of its bytes; `contents` has them."),
});

export const planSchema = v.strictObject({
  $schema: v.optional(v.string()),
  version: v.pipe(v.literal(PLAN_VERSION), v.description("The version of this format.")),
  retrofit: text("The version of mcp-retrofit."),
  commit: v.optional(text("The commit that was checked out. Files that were changed since count.")),
  repository: flag("Whether the root is a git repository's."),
  named: v.pipe(v.array(path), v.description("The paths that were planned.")),
  servers: v.array(server),
  problems: v.pipe(v.array(problem), v.description("Files that could not be looked at.")),
  changes: v.pipe(
    v.array(v.union([edited, added])),
    v.description("All that is written: insertions into files that are there, and new files."),
  ),
  contents: v.pipe(
    v.record(v.string(), v.string()),
    v.description("The texts of the new files, by the SHA-256 of their UTF-8."),
  ),
  reads: v.pipe(
    v.record(readPath, v.string()),
    v.description(
      "Every path that was read or looked for, and what it was: the SHA-256 of a file, `file`, `folder`, `folder:` and the SHA-256 of the names of the folders in it, or `absent`.",
    ),
  ),
  seal: sha256("Of the JSON of everything else: tells a plan that was cut short or edited."),
});

export type StoredPlan = v.InferOutput<typeof planSchema>;
export type StoredServer = v.InferOutput<typeof server>;
export type StoredChange = StoredPlan["changes"][number];
export type StoredTool = v.InferOutput<typeof tool>;
export type StoredFinding = v.InferOutput<typeof finding>;
export type StoredPlace = v.InferOutput<typeof place>;
export type OwnEdits = v.InferOutput<typeof own>;
