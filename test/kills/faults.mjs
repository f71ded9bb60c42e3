/**
 * Lets file-system calls fail, or ends the process at one of them. The calls are those of the real `fs` on paths below
 * some folders. Imported by a test, or by `node --import` into the program, which is then told by a variable.
 */

import fs, { appendFileSync as append } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { sep } from "node:path";

/** The calls that change something on the disk. */
export const writing = [
  "fchmodSync",
  "fchownSync",
  "fsyncSync",
  "mkdirSync",
  "renameSync",
  "rmSync",
  "rmdirSync",
  "symlinkSync",
  "writeSync",
];
const reading = ["closeSync", "fstatSync", "lstatSync", "readdirSync", "readFileSync", "readSync"];
const others = ["openSync", "readlinkSync", "realpathSync", "statSync"];
const all = [...writing, ...reading, ...others];

/** See faults.d.mts. */
export function inject({ below, names = all, at = 0, until = at, act, behind = false }) {
  const originals = Object.fromEntries(all.map((name) => [name, fs[name]]));
  const files = new Set();
  let seen = 0;
  const isBelow = (subject) =>
    typeof subject === "number"
      ? files.has(subject)
      : typeof subject === "string" &&
        below.some((folder) => subject === folder || subject.startsWith(folder + sep));
  for (const name of all) {
    fs[name] = (...args) => {
      // A link to nowhere says its owner, and is at its second argument.
      const subject = name === "symlinkSync" || name === "renameSync" ? args[1] : args[0];
      const isMeant = names.includes(name) && isBelow(subject);
      if (isMeant) seen += 1;
      const isHit = isMeant && seen >= at && seen <= until;
      if (isHit && !behind) act(name, subject, args);
      const result = originals[name](...args);
      if (name === "openSync" && isBelow(subject)) files.add(result);
      if (name === "closeSync") files.delete(subject);
      if (isHit && behind) act(name, subject, args, result);
      return result;
    };
    Object.assign(fs[name], originals[name]);
  }
  syncBuiltinESMExports();
  return () => {
    Object.assign(fs, originals);
    syncBuiltinESMExports();
    return seen;
  };
}

/** What a system call that fails throws. */
export function failure(name, subject, code = "EIO") {
  const path = typeof subject === "string" ? subject : undefined;
  const syscall = name.replace("Sync", "");
  return Object.assign(new Error(`${code}: made to fail, ${syscall}`), { code, syscall, path });
}

const told = process.env.RETROFIT_TEST_FAULT;
if (told) {
  const { signal, count, ...plan } = JSON.parse(told);
  const act = signal ? () => process.kill(process.pid, signal) : () => {};
  const end = inject({ ...plan, act });
  if (count) process.on("exit", () => append(count, `${end()}\n`));
}
