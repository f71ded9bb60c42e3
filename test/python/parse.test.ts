import { describe, expect, it } from "vitest";
import { parseText } from "../../src/languages/python/source/parse.js";

const source = `import os


def first(a, b):
    """Doc."""
    return a


class C:
    def second(self):
        x = [
            1,
            2,
        ]
        return x
`;

describe("parsing", () => {
  it("names the line of what is not Python", async () => {
    const module = await parseText("/bad.py", "x = 1\ndef f(:\n    pass\n");
    expect(module.problem).toMatchObject({ file: "/bad.py", line: 2 });
  });

  it("counts offsets in UTF-16 units, a BOM included", async () => {
    const text = "\uFEFFx = '😀'\ny = 1\n";
    const module = await parseText("/bom.py", text);
    const last = module.root.namedChildren.at(-1);
    expect(last && text.slice(last.startIndex, last.endIndex)).toBe("y = 1");
  });

  it.each([
    ["a line at the start", `# new\n${source}`],
    ["lines at the end", `${source}\ndef third():\n    pass\n`],
    ["text inside a line", source.replace("(a, b)", "(a, b, c=None)")],
    [
      "several places",
      source
        .replace("import os", "import os\nimport re")
        .replace("    def second", "    @deco\n    def second"),
    ],
    ["no newline at the end", source.trimEnd()],
    ["everything", "x = 1\n"],
    ["something broken", source.replace("(self)", "(self")],
  ])("parses a changed text as it would afresh: %s", async (name, changed) => {
    await parseText(`/${name}.py`, source);
    const again = await parseText(`/${name}.py`, changed);
    const fresh = await parseText(`/${name}-fresh.py`, changed);
    expect(again.root.toString()).toBe(fresh.root.toString());
    expect(again.root.endIndex).toBe(fresh.root.endIndex);
  });
});
