/** A server whose tools another package of its workspace registers, looked at alone and together. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import type { FileStore } from "../../src/disk/files.js";
import { languages } from "../../src/languages/registry.js";
import { planServer } from "../../src/plan/plan.js";
import { discover } from "../../src/run/discover.js";
import { fixturesRoot, storeWith } from "../support/fixtures.js";

const fixture = join(fixturesRoot, "typescript/forms/inherited/tool-method-of-a-workspace-class");
const before = join(fixture, "before");

async function statesOf(folder: string, files: FileStore) {
  const [server] = discover([join(before, folder)], languages, files).servers;
  if (!server) throw new Error(`no server in ${folder}`);
  const { scan } = await planServer(server, files, defaults);
  return scan.tools.map(({ name, state, reason = "" }) => ({ name, state, reason }));
}

test("alone, what the other package registers is said to be migrated there", async () => {
  expect(
    await statesOf(
      "apps/harbour",
      storeWith(before, (text) => text),
    ),
  ).toEqual([
    { name: "list_berths", state: "pending", reason: "" },
    {
      name: "book_berth",
      state: "unsupported",
      reason: expect.stringContaining("../../packages/metered/src/register.ts"),
    },
  ]);
});

test("once the other package is migrated, so is the tool", async () => {
  const migrated = (text: string) =>
    text
      .replace("shape, metered as any)", "withTargetAccountId(shape), withAccountContext(metered))")
      .replace(
        'import type { ZodRawShape } from "zod";',
        '$&\nimport { withAccountContext, withTargetAccountId } from "./credential-services/index.js";',
      );
  const states = await statesOf("apps/harbour", storeWith(before, migrated));
  expect(states).toContainEqual({ name: "book_berth", state: "migrated", reason: "" });
});
