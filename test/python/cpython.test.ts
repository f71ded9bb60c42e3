/** CPython itself judges what is inserted: the golden fixtures, and the parse gate. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { syntaxProblem } from "../../src/languages/python/source/queries.js";
import { filesBelow, fixturesIn } from "../support/fixtures.js";

const COMPILE = `
import ast, sys
for path in sys.stdin.read().splitlines():
    with open(path, 'rb') as file:
        source = file.read()
    try:
        compile(source, path, 'exec', dont_inherit=True)
        ast.parse(source, feature_version=(3, 10))
    except (SyntaxError, ValueError) as error:
        print(f'{path}: {error}')
`;

const folder = mkdtempSync(join(tmpdir(), "retrofit-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What CPython says of files that it does not compile. */
function complaints(paths: readonly string[]): string {
  const python = process.env.PYTHON ?? "python3";
  return execFileSync(python, ["-c", COMPILE], { input: paths.join("\n"), encoding: "utf8" });
}

it("CPython compiles every golden fixture after its retrofit", () => {
  const paths = fixturesIn("python").flatMap(({ after }) =>
    filesBelow(after).flatMap((path) => (path.endsWith(".py") ? [join(after, path)] : [])),
  );
  expect(paths.length).toBeGreaterThan(60);
  expect(complaints(paths)).toBe("");
});

/** Texts that CPython refuses, and the gate must too. */
const refused: Record<string, string> = {
  "a required parameter behind the new one":
    "TargetAccountId = str\ndef f(target_account_id: TargetAccountId = None, a):\n    pass\n",
  "the parameter twice":
    "TargetAccountId = str\ndef f(target_account_id=None, *, target_account_id: TargetAccountId = None):\n    pass\n",
  "a parameter behind **kwargs": "def f(**kwargs, target_account_id=None):\n    pass\n",
  "await in a sync function":
    "from a import _setup_account_context\ndef f(target_account_id=None):\n    await _setup_account_context(target_account_id)\n",
  "await in a sync function inside an async one":
    "from a import _setup_account_context\nasync def g():\n    def f(target_account_id=None):\n        await _setup_account_context(target_account_id)\n",
  "a value returned from an async generator":
    "from a import account_error_payload\nasync def f(error):\n    yield 1\n    return account_error_payload(error)\n",
  "a parameter that is global":
    "def f(target_account_id=None):\n    global target_account_id\n    return target_account_id\n",
  "an import above __future__": "from a import b\nfrom __future__ import annotations\n",
  "a decorator with nothing below it": "def f():\n    @with_account_context\n    pass\n",
  "a handler without a body":
    "def f(target_account_id=None):\n    try:\n        pass\n    except AssumeRoleError:\n    return 1\n",
  "Python 2": "print 'hello'\n",
};

describe("the parse gate refuses what CPython refuses:", () => {
  it.each(Object.entries(refused))("%s", async (name, text) => {
    const path = join(folder, `${name.replaceAll(/\W+/g, "_")}.py`);
    writeFileSync(path, text);
    expect(complaints([path])).not.toBe("");
    expect(await syntaxProblem(path, text)).toBeDefined();
  });
});

/** Texts that compile and then fail where a name is looked up. */
const unbound: Record<string, string> = {
  "a decorator": "@with_account_context\ndef f(target_account_id=None):\n    pass\n",
  "an annotation": "def f(target_account_id: TargetAccountId = None):\n    pass\n",
  "a decorator above its import":
    "@with_account_context\ndef f(target_account_id=None):\n    pass\nfrom a import with_account_context\n",
  "a handler":
    "from a import _setup_account_context\nasync def f(target_account_id=None):\n    try:\n        await _setup_account_context(target_account_id)\n    except AssumeRoleError:\n        raise\n",
};

describe("the parse gate refuses a name that is not bound:", () => {
  it.each(Object.entries(unbound))("in %s", async (_name, text) => {
    const problem = await syntaxProblem(join(folder, "unbound.py"), text);
    expect(problem?.message).toMatch(/is not bound in the module/);
  });
});

describe("the parse gate takes", () => {
  it.each([
    "from a import TargetAccountId\ndef f(a, *, b, target_account_id: TargetAccountId = None, **c):\n    pass\n",
    "from a import TargetAccountId\ndef f(a, /, target_account_id: TargetAccountId = None, *b, c):\n    pass\n",
    "try:\n    from a import with_account_context\nexcept ImportError:\n    from b import with_account_context\n@with_account_context\ndef f(target_account_id=None):\n    pass\n",
    "from a import *\n@with_account_context\ndef f(target_account_id=None):\n    pass\n",
    "async def f(target_account_id=None):\n    from entrypoint import _setup_account_context\n    await _setup_account_context(target_account_id)\n",
    '"""Doc."""\n# A comment.\nfrom __future__ import annotations\nfrom a import TargetAccountId\n',
  ])("%j, as CPython does", async (text) => {
    const path = join(folder, "fine.py");
    writeFileSync(path, text);
    expect(complaints([path])).toBe("");
    expect(await syntaxProblem(path, text)).toBeUndefined();
  });
});
