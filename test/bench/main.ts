/**
 * `npm run bench -- [--rounds N] [--base DIR] [--sizes N,N] [typescript-sdk checkout] [awslabs/mcp checkout]`: speed and memory
 * side by side with a peer, in one run, and with an older build of ours where its folder is given as `--base`.
 * Without the checkouts only the rows that need none are measured: two over servers that are generated, and how time
 * and memory grow with the files of such servers (`--sizes`).
 */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Kind } from "./generate.js";
import { type Command, type Pairing, pair } from "./measure.js";
import { type Overhead, overheads } from "./overhead.js";
import { curve, withServer } from "./scale.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const repository = join(here, "../..");
const peers = join(here, "node_modules/.bin");

interface Limits {
  readonly what: string;
  readonly peerName: string;
  /** The ratios, MiB and seconds of all processors that we mean to stay under. */
  readonly time?: number;
  readonly memory?: number;
  readonly mebibytes?: number;
  readonly cpu?: number;
}

interface Row extends Limits {
  readonly ours: Command;
  readonly peer: Command;
}

/** The seconds that dry runs over such servers took when they were first measured; a third is what we mean to stay under. */
const TYPESCRIPT_BEFORE = 27.2;
const PYTHON_BEFORE = 11.6;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    base: { type: "string" },
    sizes: { type: "string", default: "100,1000,10000" },
  },
});
const [typescriptSdk, awslabs] = positionals.map((path) => resolve(path));

installPeers();
if (process.env.NODE_EXTRA_CA_CERTS) {
  console.log(
    "NODE_EXTRA_CA_CERTS is set: every node here, the empty one too, first reads the certificates",
  );
}
for (const overhead of await overheads()) printOverhead(overhead);
for (const row of rows()) await measureRow(row);
await withServer("typescript", 1500, (folder) => measureRow(generatedRow("typescript", folder)));
await withServer("python", 1600, (folder) => measureRow(generatedRow("python", folder)));
const sizes = values.sizes.split(",").map(Number);
for await (const { kind, files, sample } of curve(sizes, (folder) =>
  retrofit(folder, "check", "."),
)) {
  console.log(`check of a generated server, ${kind}, ${files} files: ${figures(sample)}`);
}

async function measureRow(row: Row): Promise<void> {
  print(row, await pair(row.ours, row.peer, Number(values.rounds)));
  if (values.base === undefined) return;
  const base = ofBuild(row.ours, resolve(values.base));
  print(
    { what: row.what, peerName: "the older build", time: 1, memory: 1 },
    await pair(row.ours, base, Number(values.rounds)),
  );
}

function rows(): Row[] {
  const list = [
    versionRow(),
    checkRow("a TypeScript server", join(repository, "examples/aws-inventory"), 12),
  ];
  if (typescriptSdk) list.push(typescriptRow(typescriptSdk));
  if (awslabs) list.push(...awslabsRows(awslabs));
  return list;
}

function versionRow(): Row {
  return {
    what: "retrofit --version",
    peerName: "node -e 0",
    ours: retrofit(repository, "--version"),
    peer: emptyNode(repository),
    time: 1.5,
  };
}

function checkRow(what: string, server: string, time: number): Row {
  return {
    what: `retrofit check, ${what}`,
    peerName: "node -e 0",
    ours: retrofit(server, "check", "."),
    peer: emptyNode(server),
    time,
  };
}

function typescriptRow(checkout: string): Row {
  return {
    what: "dry run over typescript-sdk",
    peerName: "mcp-codemod v1-to-v2 --dry-run",
    ours: retrofit(checkout, "--dry-run", "."),
    peer: {
      program: process.execPath,
      args: [peerScript("mcp-codemod"), "v1-to-v2", ".", "--dry-run"],
      cwd: checkout,
    },
    time: 0.2,
    memory: 1 / 3,
  };
}

function awslabsRows(checkout: string): Row[] {
  const search = {
    peerName: "ast-grep run -l python -p '@$X.tool($$$)'",
    peer: {
      program: join(peers, "ast-grep"),
      args: ["run", "-l", "python", "-p", "@$X.tool($$$)", "."],
      cwd: checkout,
    },
    mebibytes: 200,
  };
  const [check, dryRun] = [retrofit(checkout, "check", "."), retrofit(checkout, "--dry-run", ".")];
  return [
    // A check plans everything; a dry run besides passes every planned file through the gates.
    { ...search, what: "check of awslabs/mcp", ours: check, time: 1.2 },
    { ...search, what: "dry run over awslabs/mcp", ours: dryRun, time: 1.5 },
    checkRow("a Python server", join(checkout, "src/cloudtrail-mcp-server"), 3),
  ];
}

/** A large server: what a bare search for its tools takes, and what a dry run does. */
function generatedRow(kind: Kind, folder: string): Row {
  const pattern = kind === "python" ? "@$X.tool($$$)" : "$X.tool($$$)";
  return {
    what: `dry run over a generated server, ${kind}`,
    peerName: `ast-grep run -l ${kind} -p '${pattern}'`,
    ours: retrofit(folder, "--dry-run", "."),
    peer: {
      program: peerScript("ast-grep"),
      args: ["run", "-l", kind, "-p", pattern, "."],
      cwd: folder,
    },
    cpu: kind === "python" ? PYTHON_BEFORE / 3 : TYPESCRIPT_BEFORE / 3,
  };
}

function retrofit(cwd: string, ...args: string[]): Command {
  return { program: process.execPath, args: [join(repository, "bin/retrofit.js"), ...args], cwd };
}

/** The same command of another build. */
function ofBuild({ program, args, cwd }: Command, build: string): Command {
  return { program, args: [join(build, "bin/retrofit.js"), ...args.slice(1)], cwd };
}

function emptyNode(cwd: string): Command {
  return { program: process.execPath, args: ["-e", "0"], cwd };
}

function peerScript(name: string): string {
  return join(peers, name);
}

/** The peers are no dependencies of the product, so they are installed only here. */
function installPeers(): void {
  if (existsSync(peers)) return;
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], {
    cwd: here,
    stdio: "inherit",
  });
}

function print(row: Limits, pairing: Pairing): void {
  const { ours, peer, memoryRatio } = pairing;
  const verdicts = [timeOf(row, pairing)];
  if (row.memory !== undefined) {
    const limit = row.memory.toFixed(2);
    verdicts.push(
      `memory ×${memoryRatio.toFixed(2)} (limit ${limit}) ${mark(isWithin(memoryRatio, row.memory))}`,
    );
  }
  if (row.mebibytes !== undefined) {
    verdicts.push(`memory limit ${row.mebibytes} MiB ${mark(ours.mebibytes <= row.mebibytes)}`);
  }
  if (row.cpu !== undefined) {
    verdicts.push(`CPU limit ${row.cpu.toFixed(1)} s ${mark(ours.cpu <= row.cpu)}`);
  }
  console.log(
    `${row.what}: ${figures(ours)}; ${row.peerName}: ${figures(peer)}; ${verdicts.join("; ")}`,
  );
}

/** The ratio of CPU times, in which other work of the machine has no say; of short runs the clock's, since ticks are long. */
function timeOf({ time }: Limits, { ours, peer, timeRatio, cpuRatio }: Pairing): string {
  const isLong = ours.cpu >= 1 && peer.cpu >= 0.1;
  const ratio = isLong ? cpuRatio : timeRatio;
  const said = `${isLong ? "CPU time" : "time"} ×${ratio.toFixed(2)}`;
  return time === undefined
    ? said
    : `${said} (limit ${time.toFixed(2)}) ${mark(isWithin(ratio, time))}`;
}

/** The limits of one call: 50 µs without an account, 200 µs with one that is cached. */
function printOverhead({ language, unwrapped, default: none, cached }: Overhead): void {
  const micro = (value: number) => `${value.toFixed(1)} µs`;
  console.log(
    `a wrapped call, ${language}: ${micro(none)} without an account (limit 50 µs) ${mark(none < 50)}; ` +
      `${micro(cached)} with a cached one (limit 200 µs) ${mark(cached < 200)}; unwrapped: ${micro(unwrapped)}`,
  );
}

function figures({ seconds, cpu, mebibytes }: Pairing["ours"]): string {
  return `${seconds.toFixed(3)} s (CPU ${cpu.toFixed(2)} s), ${mebibytes.toFixed(0)} MiB`;
}

/** As far as it is printed. */
function isWithin(ratio: number, limit: number): boolean {
  return Number(ratio.toFixed(2)) <= Number(limit.toFixed(2));
}

function mark(met: boolean): string {
  return met ? "met" : "NOT MET";
}
