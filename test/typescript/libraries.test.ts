/** The table of libraries says nothing that no fixture shows: without any of its lines, one comes out otherwise. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import {
  libraries,
  requests,
  unsupported,
} from "../../src/languages/typescript/forms/libraries.js";
import { hint } from "../../src/languages/typescript/hint.js";
import { isUsed, planAsTheyAre } from "../support/library-entries.js";

beforeAll(() => planAsTheyAre("typescript"));

describe.each(libraries.map(({ packages, lines }, at) => ({ packages, lines, at })))(
  "$packages",
  ({ packages, lines, at }) => {
    test.each(packages.map((name, index) => ({ name, index })))(
      "the package $name is used by a fixture",
      async ({ name, index }) => {
        expect(await isUsed("typescript", name, [["libraries", at, "packages", index]])).toBe(true);
      },
    );

    test.each(lines.map(({ word, written }, index) => ({ word, written, index })))(
      "$written $word is used by a fixture",
      async ({ word, index }) => {
        expect(await isUsed("typescript", word, [["libraries", at, "lines", index]])).toBe(true);
      },
    );
  },
);

test.each(requests.map(({ method, schema }, index) => ({ method, schema, index })))(
  "the request $method is used by a fixture",
  async ({ schema, index }) => {
    expect(await isUsed("typescript", schema, [["requests", index]])).toBe(true);
  },
);

test.each(unsupported)("%s is named where no tool was found", (name) => {
  const folder = mkdtempSync(join(tmpdir(), "retrofit-unsupported-"));
  const listed = name.endsWith("/") ? `${name}core` : name;
  const manifest = JSON.stringify({ dependencies: { [listed]: "1.0.0" } });
  writeFileSync(join(folder, "package.json"), manifest);
  expect(hint(folder, createFileStore())).toContain(`depends on ${listed}`);
});
