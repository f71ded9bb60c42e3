/** Golden fixtures: folders of whole small servers, before and after a retrofit. */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { defaults } from "../../src/config/load.js";
import { createFileStore, type FileStore } from "../../src/disk/files.js";
import { languages } from "../../src/languages/registry.js";
import { countedOnce, planServer, type ServerPlan } from "../../src/plan/plan.js";
import { discover } from "../../src/run/discover.js";
import type { Settings } from "../../src/types.js";

export const fixturesRoot = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** What cannot be seen in the bytes: the ledger and the findings. Only the keys given are compared. */
export interface Expectation {
  readonly tools?: readonly Record<string, unknown>[];
  readonly findings?: readonly Record<string, unknown>[];
  readonly problems?: readonly Record<string, unknown>[];
}

export interface Fixture {
  /** `typescript/forms/tool/name-handler`. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly expect: Expectation;
  readonly settings: Settings;
}

/** Every fixture there is: each folder below `fixtures/<language>/` that holds a `before`. */
export function findFixtures(): Fixture[] {
  return casesBelow(fixturesRoot).map(load);
}

/** The fixtures below a folder of `fixtures/`, such as `python/wheels`; an error where there is none. */
export function fixturesIn(group: string): Fixture[] {
  const fixtures = casesBelow(join(fixturesRoot, group)).map(load);
  if (fixtures.length === 0) throw new Error(`no fixtures in fixtures/${group}`);
  return fixtures;
}

function casesBelow(folder: string): string[] {
  if (isCase(folder)) return [folder];
  return folders(folder).flatMap(casesBelow);
}

/** What no test looks at, below `fixtures/`: groups without a case, and files that nothing reads. */
export function unusedFixtures(): string[] {
  return unusedBelow(fixturesRoot).map((path) => relative(fixturesRoot, path));
}

/** What a case is known by, and all that may lie in it. */
const kindsOfCases = [
  { mark: "before", parts: ["before", "after", "expect.json", "settings.json"] },
  { mark: "expect.txt", parts: ["expect.txt", "python", "typescript"] },
];

function unusedBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const paths = (some: typeof entries) => some.map(({ name }) => join(folder, name));
  const kind = kindsOfCases.find(({ mark }) => existsSync(join(folder, mark)));
  if (kind) return paths(entries.filter(({ name }) => !kind.parts.includes(name)));
  if (entries.length === 0) return [folder];
  const [groups, files] = [folders(folder), entries.filter((entry) => !entry.isDirectory())];
  return [...paths(files), ...groups.flatMap(unusedBelow)];
}

function isCase(folder: string): boolean {
  return existsSync(join(folder, "before"));
}

function load(folder: string): Fixture {
  return {
    name: relative(fixturesRoot, folder),
    before: join(folder, "before"),
    after: join(folder, "after"),
    expect: json(join(folder, "expect.json")),
    settings: settingsIn(folder),
  };
}

function settingsIn(folder: string): Settings {
  const { programs = {}, ...given } = json(join(folder, "settings.json")) as {
    programs?: Record<string, "aws" | "none">;
  };
  return { ...defaults, ...given, programs: new Map(Object.entries(programs)) };
}

function json(path: string): object {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** The files below a folder, relative to it, sorted; none where there is no such folder. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

function folders(parent: string): string[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(parent, name))
    .sort();
}

/** A change made to every text of a fixture, to see that the plan does not depend on it. */
export type Variant = (text: string) => string;

/** A store in which the files below a folder read as the variant makes them. */
export function storeWith(folder: string, variant: Variant): FileStore {
  const planned = filesBelow(folder).map((path) => {
    const full = join(folder, path);
    return [full, Buffer.from(variant(readFileSync(full, "latin1")), "latin1")] as const;
  });
  return createFileStore().over(new Map(planned));
}

/** Plans every server in a fixture's `before`. */
export async function planFixture(fixture: Fixture, files: FileStore): Promise<ServerPlan[]> {
  const { servers } = discover([fixture.before], languages, files);
  const plans: ServerPlan[] = [];
  for (const server of servers) plans.push(await planServer(server, files, fixture.settings));
  return countedOnce(plans.map((plan) => ({ plan }))).map(({ plan }) => plan);
}
