import { describe, expect, it } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import { createProgram } from "../../src/languages/python/evaluate/create-program.js";
import { findTools } from "../../src/languages/python/forms/find-tools.js";
import { countArguments } from "../../src/languages/python/migrate/call-sites.js";
import { openProject } from "../../src/languages/python/source/parse.js";

const server = `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("demo")


@mcp.tool()
def search(query: str, limit: int = 10) -> str:
    """Search."""
    return query
`;

/** The calls of `search` in one more file of the server. */
async function callsIn(path: string, text: string) {
  const root = "/callers";
  const texts = new Map([
    [`${root}/demo/__init__.py`, ""],
    [`${root}/demo/server.py`, server],
    [`${root}/${path}`, text],
  ]);
  const bytes = new Map([...texts].map(([file, source]) => [file, Buffer.from(source)]));
  const files = createFileStore().over(bytes);
  const project = await openProject(
    { language: "python", root, name: "demo", files: [...texts.keys()].sort() },
    files,
  );
  const [tool] = findTools(createProgram(project));
  return tool?.callers().map((call) => ({ ...call, file: call.file.slice(root.length + 1) }));
}

describe("the callers of a tool", () => {
  it("are found in tests, with the number of arguments passed by position", async () => {
    const calls = await callsIn(
      "tests/test_search.py",
      'from demo.server import search\n\nsearch("a, (b", 5)\nsearch("a", limit=5)\n',
    );
    expect(calls).toMatchObject([
      { file: "tests/test_search.py", positional: 2, starred: false, test: true },
      { positional: 1, test: true },
    ]);
  });

  it("have offsets in UTF-16 units, whatever stands before them", async () => {
    const text = 'from demo.server import search\n\n# é 😀\nsearch("é", 5)\n';
    const [call] = (await callsIn("demo/use.py", text)) ?? [];
    expect(call).toMatchObject({ offset: text.indexOf('search("'), positional: 2, test: false });
  });

  it("are known under an alias, through a module and through partial", async () => {
    const calls = await callsIn(
      "demo/use.py",
      "import functools\nfrom demo import server\nfrom demo.server import search as find\n\n" +
        "find('a', 1)\nserver.search ('a', *rest)\nfunctools.partial(server.search, 'a', 2)\n",
    );
    expect(calls).toHaveLength(3);
    expect(calls).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ positional: 2, starred: false }),
        expect.objectContaining({ positional: 1, starred: true }),
        expect.objectContaining({ positional: 2, starred: false }),
      ]),
    );
  });

  it("are counted once, however often a file imports the function under an alias", async () => {
    const test = "def test():\n    from demo.server import search as find\n    find('a', 1)\n\n\n";
    expect(await callsIn("tests/test_search.py", test + test)).toHaveLength(2);
  });

  it.each([
    ["imported from its module", "from demo.server import search\n\nsearch('a', 5)\n", false],
    [
      "imported among others",
      "from demo.server import (\n    mcp,\n    search,\n)\n\nsearch('a', 5)\n",
      false,
    ],
    ["imported from a stranger", "from elastic import search\n\nsearch('a', 5)\n", true],
    [
      "bound to a stranger's function later",
      "from demo.server import search\n\n\ndef test():\n    from elastic import search\n    search('a', 5)\n",
      true,
    ],
    [
      "a parameter that shadows the import",
      "from demo.server import search\n\n\ndef each(search):\n    search('a', 5)\n",
      false,
    ],
    ["a method of a text", "'a'.search('a', 5)\n", true],
    ["a method of a list", "['a'].search('a', 5)\n", true],
    ["a method of a dictionary", "names = {'a': 1}\nnames.search('a', 5)\n", true],
  ])("know what is called: %s", async (_, text, isAnother) => {
    const [call] = (await callsIn("tests/test_search.py", text)) ?? [];
    expect(call).toMatchObject({ positional: 2, isAnother });
  });

  it.each([
    ["called at once", "tools['search']('a', 5)\n", 1],
    ["called through the object that keeps it", "tools.get('search').fn('a', 5)\n", 1],
    ["assigned and called", "find = tools['search']  # the tool\nfind('a', 5)\n", 1],
    ["with a default", "find = tools.get('search', None)\nfind('a', 5)\n", 1],
    ["a field of a result", "assert result['search'] == 5\nshow(result['search'], 5)\n", 0],
  ])("are found where a tool is looked up by its name: %s", async (_, text, count) => {
    expect(await callsIn("tests/test_search.py", text)).toHaveLength(count);
  });

  it("are not definitions of the same name, nor calls of a name that is not imported", async () => {
    const calls = await callsIn(
      "demo/other.py",
      "def search(a, b, c):\n    return a\n\n\nclass search(object):\n    pass\n\n\nresearch(1, 2)\n",
    );
    expect(calls).toEqual([]);
  });
});

describe("counting arguments", () => {
  it.each([
    ["", 0, false],
    ["a, b", 2, false],
    ["a, b,\n", 2, false],
    ["a, key=b, **more", 1, false],
    ["*items, a == b", 1, true],
    ["f(a, b)[c, d], {e: (g, h)}", 2, false],
    ['\'a, )\', """b, \' )"""', 2, false],
    ["# a, b)\n c", 1, false],
    ["lambda x, y: x, b", 2, false],
  ])("(%s)", (source, positional, starred) => {
    expect(countArguments(`f(${source})`, 2)).toEqual({ positional, starred });
  });

  it("gives nothing where the bracket is not closed", () => {
    expect(countArguments("f(a, 'b)", 2)).toBeUndefined();
  });
});
