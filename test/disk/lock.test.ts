/** One writer at a time, and none is held off by one that is dead. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, lutimesSync, mkdirSync, symlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { homeOf } from "../../src/disk/transaction/home.js";
import { lock } from "../../src/disk/transaction/lock.js";
import { commandsIn } from "../support/command.js";
import { notesServer } from "../support/notes-server.js";
import { folderWith, programPath } from "../support/program.js";
import { treeOf } from "../support/tree.js";

/** A home in which a lock lies that says it is this process's. */
function homeHeldBy(owner: string): string {
  const home = join(folderWith({}), "home");
  mkdirSync(home);
  symlinkSync(owner, join(home, "lock-1"));
  return home;
}

describe("a home", () => {
  test("that is locked is refused until it is unlocked, and goes with the last lock", () => {
    const [one, other] = ["one", "other"].map((name) => join(folderWith({}), name)) as [
      string,
      string,
    ];
    const unlock = lock([other]);
    expect(() => lock([one, other])).toThrow(`another retrofit (process ${process.pid})`);
    expect(existsSync(one)).toBe(false);
    unlock();
    expect(existsSync(other)).toBe(false);
    lock([one, other])();
  });

  test("whose process has ended is taken over", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const home = homeHeldBy(`${pid}@1@${hostname()}`);
    lock([home])();
    expect(existsSync(home)).toBe(false);
  });

  test.runIf(process.platform === "linux")("whose process's number is another's now, too", () => {
    lock([homeHeldBy(`${process.pid}@1@${hostname()}`)])();
  });

  test("that another machine has locked is refused, but not for ever", () => {
    const home = homeHeldBy("1@1@another-machine");
    expect(() => lock([home])).toThrow("another retrofit (process 1)");
    lutimesSync(join(home, "lock-1"), 1, 1);
    lock([home])();
  });
});

test("while a run writes, a second is refused, and check says so", async () => {
  const cwd = folderWith(notesServer);
  const home = homeOf(cwd);
  const child = writerThatStops(cwd, home);
  onTestFinished(() => void child.kill("SIGKILL"));
  while (!existsSync(join(home, "unfinished.json"))) await setTimeout(20);
  for (const command of ["write", "dryRun", "check", "undo"] as const) {
    const { outcome, said } = await commandsIn(cwd)[command]();
    expect(outcome).toBe("UserError");
    expect(said).toContain(`another retrofit (process ${child.pid}) is writing here`);
  }
  expect(await continued(child)).toBe(0);
  expect(await commandsIn(cwd).check()).toMatchObject({ outcome: "clean" });
  expect(Object.keys(treeOf(cwd)).filter((path) => path.includes(".retrofit-"))).toEqual([]);
});

/** The exit code of a program that is told to go on until it ends: it may stop itself only after the first time. */
async function continued(child: ChildProcess): Promise<number | null> {
  while (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGCONT");
    await setTimeout(20);
  }
  return child.exitCode;
}

/** The program, which stops itself in the middle of its renames. */
function writerThatStops(cwd: string, home: string) {
  const preload = fileURLToPath(new URL("../kills/faults.mjs", import.meta.url));
  const fault = { below: [cwd, home], names: ["renameSync"], at: 20, signal: "SIGSTOP" };
  return spawn(process.execPath, ["--import", preload, programPath, "--yes", "."], {
    cwd,
    stdio: "ignore",
    env: { ...process.env, RETROFIT_TEST_FAULT: JSON.stringify(fault) },
  });
}
