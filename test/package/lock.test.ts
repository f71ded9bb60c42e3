/** `npm install` leaves the lock file as it is, with the npm of Node 20 and with newer ones. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly libc?: readonly string[];
}

const path = fileURLToPath(new URL("../../package-lock.json", import.meta.url));
const { packages } = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, Entry> };

test("names what is installed on other platforms, which npm 11 would add", () => {
  const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isInstalledFor(at, name)),
  );
  expect(missing).toEqual([]);
});

test("has no `libc`, which npm 10 would take out and npm 11 does without", () => {
  const named = Object.entries(packages).filter(([, { libc }]) => libc);
  expect(named.map(([at]) => at)).toEqual([]);
});

/** Whether a package that lies `at` a path finds another one there or further up. */
function isInstalledFor(at: string, name: string): boolean {
  if (`${at && `${at}/`}node_modules/${name}` in packages) return true;
  const outer = at.lastIndexOf("node_modules/");
  return outer >= 0 && isInstalledFor(at.slice(0, outer).replace(/\/$/, ""), name);
}
