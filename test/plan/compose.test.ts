/** Servers that share a file change it once. */

import { expect, test } from "vitest";
import { type Added, afterOf, type Change, withoutRepeats } from "../../src/plan/compose.js";
import type { Edit } from "../../src/types.js";

const path = "/workspace/common/helper.ts";
const text = "import a;\nregister(handler);\n";

function changeWith(...insertions: [offset: number, text: string][]): Change {
  const edits: Edit[] = insertions.map(([offset, added]) => ({ file: path, offset, text: added }));
  return { path, before: Buffer.from(text), edits };
}

function textsOf(changes: readonly Change[]): string[] {
  return withoutRepeats(changes).map((change) => Buffer.from(afterOf(change)).toString());
}

test("an insertion that two servers want is made once", () => {
  const one = changeWith([10, "import b;\n"], [19, "wrap("]);
  expect(textsOf([one, one])).toEqual(["import a;\nimport b;\nregister(wrap(handler);\n"]);
});

test("what only one of them wants is made beside it", () => {
  const one = changeWith([19, "wrap("], [26, ")"]);
  const other = changeWith([10, "import b;\n"]);
  expect(textsOf([one, other])).toEqual(["import a;\nimport b;\nregister(wrap(handler));\n"]);
});

test("a new file that both add is added once", () => {
  const content = Buffer.from(text);
  const added: Added = { path, before: undefined, content, executable: false };
  expect(withoutRepeats([added, added])).toEqual([added]);
});
