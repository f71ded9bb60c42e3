/** Wheels, built by the real backends: with the retrofit they lose nothing, and gain the services. */

import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import { afterOf, everything } from "../../src/plan/compose.js";
import { composeGated } from "../../src/plan/gates/index.js";
import { fixturesIn, planFixture } from "../support/fixtures.js";
import { ensurePythonEnv } from "../support/python-env.js";

const run = promisify(execFile);
const folder = fileURLToPath(new URL("wheels", import.meta.url));
const templates = fileURLToPath(new URL("../../templates/python", import.meta.url));
const servers = fixturesIn("python/wheels");
/** Two modules that nothing lists: setuptools builds no wheel of these, so there is none to compare. */
const unbuilt = new Set(["setuptools-two-modules"]);
/** The data file is for people to read: setuptools leaves it out, and no module opens it. */
const optional = /(?:generated|handover|lowlevel|aio)\.py$/;
const wanted = readdirSync(join(templates, "cred_extract_services"), {
  recursive: true,
  encoding: "utf8",
}).filter((name) => name.endsWith(".py") && !optional.test(name));

let work: string;
let before: Map<string, string[]>;
let after: Map<string, string[]>;
let imported: Record<string, string>;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "retrofit-wheels-"));
  const python = await ensurePythonEnv(join(folder, "requirements.txt"));
  const buildable = servers.filter(({ name }) => !unbuilt.has(basename(name)));
  const copies = buildable.map(({ before }) => copy(before, "before"));
  before = byProject(await build(python, "before", copies));
  const later: string[] = [];
  for (const server of servers) later.push(await retrofitted(server));
  const wheels = await build(python, "after", later);
  after = byProject(wheels);
  const requirements = fileURLToPath(
    new URL("../templates/python/requirements.txt", import.meta.url),
  );
  const runtime = await ensurePythonEnv(requirements);
  const script = join(folder, "import_wheels.py");
  imported = JSON.parse((await run(runtime, [script, ...wheels.keys()], { cwd: work })).stdout);
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(servers.map(({ name }) => basename(name)))("the wheel of %s", (name) => {
  const key = `wheel-${name}`.replaceAll("-", "_");

  it.skipIf(unbuilt.has(name))("holds all that it held", () => {
    expect(before.get(key)).not.toEqual([]);
    expect(after.get(key)).toEqual(expect.arrayContaining(before.get(key) ?? ["a wheel"]));
  });

  it("holds the services, whole", () => {
    const held = (after.get(key) ?? []).map((path) => path.split("cred_extract_services/")[1]);
    const serves = existsSync(join(work, "after", name, "entrypoint.py"));
    const needed = wanted.filter((path) => serves || !path.startsWith("gateway"));
    expect(held).toEqual(expect.arrayContaining(needed));
  });

  it("starts from the wheel alone", () => {
    expect(imported[key]).toBe("ok");
  });
});

/** A copy that a build may write into. */
function copy(from: string, kind: string): string {
  const target = join(work, kind, basename(dirname(from)));
  cpSync(from, target, { recursive: true });
  return target;
}

async function retrofitted(server: (typeof servers)[number]): Promise<string> {
  const target = copy(server.before, "after");
  const files = createFileStore();
  for (const plan of await planFixture({ ...server, before: target }, files)) {
    const { changes } = await composeGated(plan, everything(plan), files);
    for (const change of changes) {
      mkdirSync(dirname(change.path), { recursive: true });
      writeFileSync(change.path, afterOf(change));
    }
  }
  return target;
}

/** The files in the wheels of some folders, their metadata left out, by the path of the wheel. */
async function build(
  python: string,
  kind: string,
  folders: readonly string[],
): Promise<Map<string, string[]>> {
  const script = join(folder, "build_wheels.py");
  const PATH = `${dirname(python)}${delimiter}${process.env.PATH}`;
  const options = { env: { ...process.env, PATH }, cwd: work, maxBuffer: 1 << 26 };
  const { stdout } = await run(python, [script, join(work, `${kind}-wheels`), ...folders], options);
  const held = Object.entries(JSON.parse(stdout) as Record<string, string[]>);
  return new Map(
    held.map(([wheel, names]) => [wheel, names.filter((name) => !/\.dist-info\/|\/$/.test(name))]),
  );
}

function byProject(wheels: ReadonlyMap<string, string[]>): Map<string, string[]> {
  return new Map([...wheels].map(([wheel, names]) => [basename(wheel).split("-")[0] ?? "", names]));
}
