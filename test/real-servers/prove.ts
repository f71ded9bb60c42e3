/** Takes one server through the proof, on a copy: measure, retrofit, measure again. */

import { join } from "node:path";
import { callTools } from "./calls.js";
import { compareListings } from "./compare-listings.js";
import { type Complaints, compileErrors, newComplaints } from "./complaints.js";
import type { Entry } from "./entries.js";
import { keptOr } from "./kept.js";
import type { ListedTool } from "./listing.js";
import { type Copy, type Measures, makeCopy, measure } from "./measure.js";
import { compareOutcomes } from "./outcomes.js";
import type { Listing, Proof } from "./proof.js";
import { runRetrofit, type Seen, see } from "./retrofit.js";
import { type Growth, growthOf, readTree } from "./tree.js";
import { wheelListing } from "./wheel.js";

/**
 * Proves one server. `servers` holds the clones, `copies` takes the copy, which stays for a look at it.
 * `say` is told each step. Throws when a step without which nothing can be said fails.
 */
export async function prove(
  entry: Entry,
  servers: string,
  copies: string,
  say: (step: string) => void,
): Promise<Proof> {
  const copy = makeCopy(entry, servers, copies);
  say("before");
  const before = await keptOr(`${copy.root}.before.json`, entry, () => measure(copy));
  if (before.startProblem) throw new Error(before.startProblem);
  say("retrofit");
  const written = await write(copy);
  say("after");
  const after = await measure(copy);
  return {
    entry,
    date: new Date().toISOString().slice(0, 10),
    ...written,
    ...(entry.start && { listing: listing(before.listed, after, written) }),
    ...(entry.start && !after.startProblem && { calls: await callTools(copy) }),
    complaints: {
      before: before.complaints.length,
      added: newComplaints(before.complaints, after.complaints),
    },
    uncompiled: entry.language === "python" ? compiled(copy, written.growth) : [],
    ...(before.outcomes &&
      after.outcomes && { tests: compareOutcomes(before.outcomes, after.outcomes) }),
    ...(entry.wheel && !after.startProblem && { wheel: await wheelListing(copy) }),
  };
}

type Written = Pick<
  Proof,
  "seenBefore" | "seenAfter" | "retrofit" | "growth" | "changedAgain" | "checkCode"
>;

/** Retrofits the copy, twice, and has it checked. */
async function write({ entry, root, folder }: Copy): Promise<Written> {
  const target = join(folder, entry.file ?? "");
  const seenBefore = await see(target);
  const original = readTree(root);
  const { code, seconds } = runRetrofit([target, "--yes", "--allow-dirty"], root);
  const retrofitted = readTree(root);
  runRetrofit([target, "--yes", "--allow-dirty"], root);
  const again = growthOf(retrofitted, readTree(root));
  return {
    seenBefore,
    seenAfter: await see(target),
    retrofit: { code, seconds },
    growth: growthOf(original, retrofitted),
    changedAgain: [...again.changed, ...again.added],
    checkCode: runRetrofit(["check", target], root).code,
  };
}

function listing(
  before: readonly ListedTool[],
  after: Measures,
  { seenBefore, seenAfter }: Written,
): Listing {
  const found = new Set(seenBefore.tools.map(({ name }) => name));
  const listed = new Set(before.map(({ name }) => name));
  const atRunTime = [...found].some(isMadeAtRunTime);
  const compared = compareListings(before, after.listed, leftAlone(seenAfter, listed));
  return {
    ...compared,
    differences: after.startProblem ? [after.startProblem] : compared.differences,
    listed: before.length,
    notFound: atRunTime ? [] : [...listed].filter((name) => !found.has(name)),
    notListed: [...found].filter((name) => !listed.has(name) && !isMadeAtRunTime(name)),
  };
}

/** The listed tools that were reported and not migrated: by name, or as what some `<expression>` makes. */
function leftAlone({ tools }: Seen, listed: ReadonlySet<string>): Set<string> {
  const others = tools.filter(({ state }) => state === "unsupported" || state === "ignored");
  const named = others.map(({ name }) => name);
  if (!named.some(isMadeAtRunTime)) return new Set(named);
  const migrated = new Set(tools.map(({ name }) => name));
  return new Set([...named, ...[...listed].filter((name) => !migrated.has(name))]);
}

/** A name that a scan cannot know stands as `<expression>`. */
function isMadeAtRunTime(name: string): boolean {
  return name.startsWith("<");
}

function compiled({ root, env }: Copy, growth: Growth): Complaints {
  const sources = [...growth.changed, ...growth.added].filter((path) => path.endsWith(".py"));
  return sources.length === 0 ? [] : compileErrors(sources, root, env);
}
