/** Servers in every layout, retrofitted, really installed (from their wheel and in editable mode) and started. */

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { look } from "../../src/commands/look.js";
import { afterOf } from "../../src/plan/compose.js";
import { ensurePythonEnv } from "../support/python-env.js";
import { layouts } from "./layouts/layouts.js";
import type { ServerLayout } from "./layouts/pieces.js";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

let work: string;
/** What came of each layout, by its name. */
const seen = new Map<string, { findings: string[]; folder: string }>();
let sites: Record<string, string>;
let started: Record<string, string>;

beforeAll(async () => {
  work = mkdtempSync(join(realpathSync(tmpdir()), "retrofit-layouts-"));
  for (const layout of layouts) seen.set(layout.name, await retrofitted(layout));
  const [backends, runtime] = await Promise.all([
    ensurePythonEnv(here("wheels/requirements.txt")),
    ensurePythonEnv(here("../templates/python/requirements.txt")),
  ]);
  const builds = layouts.flatMap(({ name, installed, wheelOnly }) =>
    installed ? [[name, join(work, name), wheelOnly ? ["wheel"] : ["wheel", "editable"]]] : [],
  );
  sites = await answer(backends, ["layouts/install_layouts.py", work], builds);
  started = await answer(runtime, ["layouts/start_layouts.py"], layouts.flatMap(startsOf));
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(layouts)("a server laid out as $name", (layout) => {
  const { name, services = servicesFolder(layout) } = layout;

  it("is retrofitted without a finding", () => {
    expect(seen.get(name)?.findings).toEqual([]);
  });

  it("has its services where the tools import them from", () => {
    expect(seen.get(name)?.folder).toBe(join(services, "cred_extract_services"));
  });

  it.each(startsOf(layout).map(([key = ""]) => key))("imports them as %s", (key) => {
    const inCheckout = join(work, name, services, "cred_extract_services");
    if (key.endsWith(" wheel")) {
      expect(started[key]).toMatch(new RegExp(`^${work}/${name}-wheel/site/\\S*services$`));
    } else expect(started[key]).toBe(inCheckout);
  });
});

function servicesFolder({ files }: ServerLayout): string {
  const path = Object.keys(files).find((each) =>
    /(?:^|\/)inventory\/(?:__init__|server)\.py$/.test(each),
  );
  return path ? dirname(path) : ".";
}

/** Writes a server and what a retrofit makes of it. */
async function retrofitted({ name, files }: ServerLayout) {
  const root = join(work, name);
  for (const [path, text] of Object.entries(files)) write(join(root, path), text);
  const { servers } = await look([root], "prepare");
  const { changes, findings } = servers[0]?.gated ?? { changes: [], findings: [] };
  for (const change of changes) write(change.path, afterOf(change));
  const again = await look([root], "plan");
  const left = again.servers.flatMap(({ plan }) => plan.scan.findings);
  const grave = [...findings, ...left].filter(({ severity }) => severity !== "note");
  const index = changes.find(({ path }) => path.endsWith("/cred_extract_services/__init__.py"));
  return {
    findings: grave.map(({ rule, message }) => `${rule}: ${message}`),
    folder: index ? relative(root, dirname(index.path)) : "nowhere",
  };
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Each way that a layout is started, with a key of its own. */
function startsOf({ name, installed, wheelOnly, run = [] }: ServerLayout): string[][] {
  const kinds = installed ? (wheelOnly ? ["wheel"] : ["wheel", "editable"]) : [];
  return [
    ...kinds.map((kind) => [
      `${name} ${kind}`,
      sites?.[`${name} ${kind}`] ?? "",
      `import ${installed}`,
    ]),
    ...run.map((how) => [`${name} ${how}`, join(work ?? "", name), how]),
  ];
}

/** What a script of these tests answers to a question, both as JSON. */
function answer(python: string, [script = "", ...rest]: string[], question: unknown) {
  const PATH = `${dirname(python)}${delimiter}${process.env.PATH}`;
  return new Promise<Record<string, string>>((resolve, reject) => {
    const child = spawn(python, [here(script), ...rest], {
      env: { ...process.env, PATH },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (data) => {
      out += data;
    });
    child.stderr.on("data", (data) => {
      err += data;
    });
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(err))));
    child.stdin.end(JSON.stringify(question));
  });
}
