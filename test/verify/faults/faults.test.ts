/**
 * Deliberate faults: each is found, for its own reason, and servers without one raise nothing. `npm test` tries some
 * in either language; `npm run faults` tries all, which takes a quarter of an hour.
 */

import { expect, test } from "vitest";
import { isProven } from "../../../src/verify/outcome.js";
import type { Fault, ServerProof } from "../../../src/verify/types.js";
import { javascriptLeftOver } from "./javascript-left-over.js";
import { javascriptTools } from "./javascript-tools.js";
import { pythonTools } from "./python-tools.js";
import { serverFaults } from "./servers.js";
import { type Language, type Patch, patched, prove, unretrofitted } from "./support.js";

const isWhole = process.env["FAULTS"] === "all";

/** All, or the first in each language. */
function some<T extends { readonly language: Language }>(faults: readonly T[]): readonly T[] {
  if (isWhole) return faults;
  return faults.filter(
    ({ language }, at) => faults.findIndex((each) => each.language === language) === at,
  );
}

test.each<Language>(["javascript", "python"])(
  "a correct server in %s is proven",
  async (language) => {
    const proof = await prove(language, await patched(language, []), { calls: isWhole ? 50 : 12 });
    expect(unproven(proof)).toEqual([]);
    expect(isProven(proof)).toBe(true);
  },
);

test.runIf(isWhole)("a tool that never answers keeps no other from its proof", async () => {
  const send = "s3.send(new ListBucketsCommand({ Prefix: prefix }))";
  const endless: Patch = [
    "index.js",
    `await ${send}`,
    `await new Promise(() => setInterval(() => ${send}, 100))`,
  ];
  const proof = await prove("javascript", await patched("javascript", [endless]), {
    tools: ["list_buckets", "list_objects"],
    against: await unretrofitted("javascript", [endless]),
    timeout: 10_000,
  });
  expect(proof.tools.map(({ name, outcome }) => [name, outcome])).toEqual([
    ["list_buckets", "not proven"],
    ["list_objects", "proven"],
  ]);
  expect(unproven(proof)).toContain("it gave no answer within 10 s (--timeout)");
});

const broken = [...javascriptTools, ...javascriptLeftOver, ...pythonTools].map(
  ({ language, faults }) => ({
    language,
    faults,
    names: faults.map(({ name }) => name).join("; "),
  }),
);

test.each(some(broken))("$language: $names", async ({ language, faults }) => {
  const patches = faults.flatMap((fault) => fault.patches);
  const proof = await prove(language, await patched(language, patches));
  for (const { name, tool, says } of faults) {
    const found = proof.tools.find((each) => each.name === tool);
    expect.soft(texts(found?.faults ?? []), name).toMatch(says);
    expect.soft(found?.outcome, name).toBe("failed");
  }
});

test.each(some(serverFaults))("$language: $name", async ({ language, tool, patches, says }) => {
  const proof = await prove(language, await patched(language, patches), { tools: [tool] });
  const all = [...proof.faults, ...proof.tools.flatMap(({ faults }) => faults)];
  expect(texts(all)).toMatch(says);
  expect(isProven(proof)).toBe(false);
});

function texts(faults: readonly Fault[]): string {
  return faults.map(({ message }) => message).join("\n");
}

function unproven({ tools, faults }: ServerProof): string[] {
  const open = tools.flatMap((tool) => [
    ...tool.faults.map(({ message }) => message),
    ...tool.gaps.map(({ reason }) => reason),
  ]);
  return [...open, ...faults.map(({ message }) => message)];
}
