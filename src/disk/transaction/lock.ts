/** One writer at a time: a lock is a name in a home that says which process holds it. */

import {
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UserError } from "../../errors.js";
import { makeFolderDurably, removeIfEmpty } from "../durable.js";
import { runsFolder } from "./home.js";

/** After so long nobody writes any more, whatever machine or container the writer was on: the longest runs take seconds. */
const LONGEST_MS = 10 * 60_000;

interface Lock {
  readonly path: string;
  /** Whoever takes over from a dead writer makes the lock of the next number: of several only one can. */
  readonly number: number;
}

/**
 * Locks the homes and returns what unlocks them. A lock whose process is gone is taken over.
 * Throws UserError where another process holds one.
 */
export function lock(homes: readonly string[]): () => void {
  const held: (() => void)[] = [];
  const unlock = (): void => {
    for (const release of held.splice(0).reverse()) release();
  };
  try {
    for (const home of homes) held.push(lockOne(home));
    return unlock;
  } catch (error) {
    unlock();
    throw error;
  }
}

/** What to say where a living process holds a home; undefined where none does. */
export function holderOf(home: string): string | undefined {
  const last = locksIn(home).at(-1);
  return last && isAlive(last) ? ownerOf(last).pid : undefined;
}

function lockOne(home: string): () => void {
  for (;;) {
    makeFolderDurably(home, 0o700);
    const old = locksIn(home);
    refuseHeld(home, old);
    const number = (old.at(-1)?.number ?? 0) + 1;
    const own = { number, path: join(home, `lock-${number}`) };
    // Somebody was quicker: look again.
    if (!create(own.path)) continue;
    const release = (): void => letGo(home, own);
    try {
      refuseHeld(
        home,
        locksIn(home).filter(({ path }) => path !== own.path),
      );
      for (const { path } of old) rmSync(path, { force: true });
      return release;
    } catch (error) {
      release();
      throw error;
    }
  }
}

function letGo(home: string, { path }: Lock): void {
  try {
    rmSync(path, { force: true });
    removeIfEmpty(runsFolder(home));
    removeIfEmpty(home);
  } catch {
    // Once this process has ended, its lock holds nobody off.
  }
}

function refuseHeld(home: string, locks: readonly Lock[]): void {
  const held = locks.find(isAlive);
  if (held) throw busy(home, ownerOf(held).pid);
}

/** The refusal where another process is writing. */
export function busy(home: string, pid: string): UserError {
  return new UserError(
    `another retrofit (process ${pid}) is writing here: nothing was done, run again when it has ended (its lock is in ${home})`,
  );
}

function locksIn(home: string): Lock[] {
  return namesIn(home)
    .flatMap((name) => {
      const number = /^lock-(\d+)$/.exec(name)?.[1];
      return number ? [{ path: join(home, name), number: Number(number) }] : [];
    })
    .sort((a, b) => a.number - b.number);
}

function namesIn(home: string): string[] {
  try {
    return readdirSync(home);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/**
 * A symbolic link to nowhere whose target is the owner, as Emacs does it: it comes to be with its content, while
 * a file would be empty for a moment. False where it is there already.
 */
function create(path: string): boolean {
  const owner = `${process.pid}@${startOf("self")}@${hostname()}`;
  try {
    // On Windows links are a privilege.
    if (process.platform === "win32") writeFileSync(path, owner, { flag: "wx" });
    else symlinkSync(owner, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" || code === "ENOENT") return false;
    throw error;
  }
}

interface Owner {
  readonly pid: string;
  readonly start: string;
  readonly host: string;
}

function ownerOf({ path }: Lock): Owner {
  const [pid = "", start = "", ...host] = contentOf(path).split("@");
  return { pid, start, host: host.join("@") };
}

function contentOf(path: string): string {
  try {
    return process.platform === "win32" ? readFileSync(path, "utf8") : readlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function isAlive(held: Lock): boolean {
  const { pid, start, host } = ownerOf(held);
  const age = Date.now() - (lstatSync(held.path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (host !== hostname()) return age < LONGEST_MS;
  return isRunning(Number(pid)) && startOf(pid) === start;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process was started, where the system says it: after a while its number is another's. */
function startOf(pid: string): string {
  try {
    // The command's name, in brackets, may hold spaces; the start is the 20th field behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return fields?.[19] ?? "";
  } catch {
    return "";
  }
}
