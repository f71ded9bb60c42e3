/** The table of libraries says nothing that no fixture shows. */

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import {
  isOfPackage,
  type Line,
  libraries,
  unsupported,
  type Written,
} from "../../src/languages/typescript/forms/libraries.js";
import { hint } from "../../src/languages/typescript/hint.js";
import { filesBelow, findFixtures } from "../support/fixtures.js";

/** The sources of a fixture: as one text, and the folders that they lie in. */
const fixtures = findFixtures()
  .filter(({ name }) => name.startsWith("typescript/"))
  .map(({ before }) => {
    const paths = filesBelow(before);
    const sources = paths.filter((path) => /\.[cm]?[jt]sx?$/.test(path));
    const text = sources.map((path) => readFileSync(join(before, path), "utf8")).join("\n");
    const manifests = paths.filter((path) => path.endsWith("package.json"));
    const listed = manifests.flatMap((path) => packagesIn(join(before, path)));
    return { text, folders: sources.map(dirname).join("/"), packages: listed };
  });

function packagesIn(path: string): string[] {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path, "utf8"));
  return Object.keys({ ...dependencies, ...devDependencies });
}

const uses: Record<Written, (word: string) => RegExp> = {
  method: (word) => new RegExp(`[.{,]\\s*${word}\\b`),
  decorator: (word) => new RegExp(`@${word}\\(`),
  base: (word) => new RegExp(`\\bextends ${word}\\b`),
  folder: (word) => new RegExp(`(?:^|/)${word}(?:/|$)`),
};

function fixturesOf(packages: readonly string[]): typeof fixtures {
  return fixtures.filter((fixture) =>
    fixture.packages.some((listed) => packages.some((name) => isOfPackage(listed, name))),
  );
}

function isShown(packages: readonly string[], { word, written }: Line): boolean {
  return fixturesOf(packages).some(({ text, folders }) =>
    uses[written](word).test(written === "folder" ? folders : text),
  );
}

describe.each(libraries)("$packages", ({ packages, lines }) => {
  test.each(packages)("the package %s is used by a fixture", (name) => {
    expect(fixturesOf([name])).not.toEqual([]);
  });

  test.each(lines)("$written $word is used by a fixture", (line) => {
    expect(isShown(packages, line)).toBe(true);
  });
});

test.each(unsupported)("%s is named where no tool was found", (name) => {
  const folder = mkdtempSync(join(tmpdir(), "retrofit-unsupported-"));
  const listed = name.endsWith("/") ? `${name}core` : name;
  const manifest = JSON.stringify({ dependencies: { [listed]: "1.0.0" } });
  writeFileSync(join(folder, "package.json"), manifest);
  expect(hint(folder, createFileStore())).toContain(`depends on ${listed}`);
});
