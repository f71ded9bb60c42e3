/** Imports of the services folder, in the style of each file. */

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { importEdits } from "../../src/languages/typescript/imports/index.js";
import { applied, memoryServer, root } from "../support/typescript-server.js";

interface Need {
  readonly path?: string;
  readonly names?: readonly string[];
  readonly module?: string;
  readonly others?: Readonly<Record<string, string>>;
}

/** A file after the import of `names`; unchanged where it needs nothing. */
function imported(text: string, need: Need = {}): string {
  const { path = "src/a.ts", names = ["targetAccountId"], module = "", others = {} } = need;
  const memory = memoryServer({ "package.json": "{}", [path]: text, ...others });
  const edits = importEdits(memory.server, memory.files, [
    { file: join(root, path), module, names },
  ]);
  return applied(edits, memory)[path] ?? text;
}

const line = 'import { targetAccountId } from "./credential-services/index.js";\n';
const other = 'import { other } from "./other.js";\n';

describe("where the import goes", () => {
  test.each([
    ["after the last import", `${other}\nconst a = 1;\n`, `${other}${line}\nconst a = 1;\n`],
    [
      "after a comment on its line",
      `import "./o.js"; // why\nf();\n`,
      `import "./o.js"; // why\n${line}f();\n`,
    ],
    [
      "after an import of several lines",
      'import {\n  o,\n} from "./o.js";\nf();\n',
      `import {\n  o,\n} from "./o.js";\n${line}f();\n`,
    ],
    [
      "after imports that code stands between",
      `${other}f();\nimport "./o.js";\ng();\n`,
      `${other}f();\nimport "./o.js";\n${line}g();\n`,
    ],
    ["at the end of a file of imports", other.trimEnd(), `${other}${line.trimEnd()}`],
  ])("%s", (_name, before, after) => {
    expect(imported(before)).toBe(after);
  });

  const module = { "package.json": '{"type":"module"}' };

  test.each([
    ["at the top", "f();\n", `${line}\nf();\n`],
    ["below a shebang", "#!/usr/bin/env node\nf();\n", `#!/usr/bin/env node\n${line}\nf();\n`],
    ["below a directive", '"use strict";\nf();\n', `"use strict";\n${line}f();\n`],
    ["below a BOM", "\uFEFFf();\n", `\uFEFF${line}\nf();\n`],
    ["below a header", "/* About. */\n\nf();\n", `/* About. */\n\n${line}\nf();\n`],
    [
      "below a licence",
      "// SPDX-License-Identifier: MIT\nf();\n",
      `// SPDX-License-Identifier: MIT\n${line}\nf();\n`,
    ],
    [
      "above a comment about the code",
      "/** Does it. */\nf();\n",
      `${line}\n/** Does it. */\nf();\n`,
    ],
    [
      "below both",
      "#!/usr/bin/env node\n// @ts-check\n/** Does it. */\nf();\n",
      `#!/usr/bin/env node\n// @ts-check\n${line}\n/** Does it. */\nf();\n`,
    ],
  ])("without any import: %s", (_name, before, after) => {
    expect(imported(before, { others: module })).toBe(after);
  });
});

describe("how it is written", () => {
  test.each([
    [
      "single quotes",
      "import a from './a.js';\n",
      "import { targetAccountId } from './credential-services/index.js';\n",
    ],
    [
      "no semicolon",
      "import a from './a.js'\n",
      "import { targetAccountId } from './credential-services/index.js'\n",
    ],
    [
      "tight braces",
      "import {a} from './a.js';\n",
      "import {targetAccountId} from './credential-services/index.js';\n",
    ],
    [
      "CRLF",
      'import a from "./a.js";\r\n',
      'import { targetAccountId } from "./credential-services/index.js";\r\n',
    ],
    [
      ".ts",
      'import a from "./a.ts";\n',
      'import { targetAccountId } from "./credential-services/index.ts";\n',
    ],
    [
      "no ending",
      'import a from "./a";\n',
      'import { targetAccountId } from "./credential-services";\n',
    ],
    [
      "index",
      'import a from "./a/index";\n',
      'import { targetAccountId } from "./credential-services/index";\n',
    ],
    [
      "a name with a dot",
      'import a from "./a.service";\n',
      'import { targetAccountId } from "./credential-services";\n',
    ],
    [
      "JSON says nothing",
      'import a from "./a.json";\nimport b from "./b";\n',
      'import { targetAccountId } from "./credential-services";\n',
    ],
  ])("%s", (_name, before, after) => {
    expect(imported(before)).toBe(before + after);
  });

  test("from a folder below and above", () => {
    const others = { "src/index.ts": other };
    expect(imported(other, { path: "src/tools/s3/list.ts", others })).toContain(
      '"../../credential-services/index.js"',
    );
  });

  test("without a relative import of its own, as the server's other files", () => {
    const before = 'import { z } from "zod";\n';
    const ending = (text: string): string =>
      imported(before, { others: { "src/b.ts": text } }).split("\n")[1] ?? "";
    expect(ending('import "./c.ts";')).toContain("credential-services/index.ts");
    expect(ending('import "./c";')).toContain('credential-services"');
    expect(ending('import "./c.js";')).toContain("credential-services/index.js");
  });

  test.each([
    ["nodenext", '{"compilerOptions":{"module":"NodeNext"}}', "{}", "/index.js"],
    ["bundler", '{"compilerOptions":{"moduleResolution":"bundler"}}', "{}", ""],
    ["a package of modules", "{}", '{"type":"module"}', "/index.js"],
    ["a package of CommonJS", "{}", "{}", ""],
  ])(
    "without any relative import, as the settings ask: %s",
    (_name, tsconfig, manifest, ending) => {
      const others = { "tsconfig.json": tsconfig, "package.json": manifest };
      expect(imported('import { z } from "zod";\n', { others })).toContain(
        `/credential-services${ending}"`,
      );
    },
  );

  test("zod of another version", () => {
    expect(imported(other, { module: "zod-v3" })).toBe(
      `${other}import { targetAccountId } from "./credential-services/zod-v3.js";\n`,
    );
    expect(imported('import "./a";\n', { module: "zod-v4" })).toContain(
      '"./credential-services/zod-v4"',
    );
  });
});

describe("CommonJS", () => {
  const path = "a.js";

  test.each([
    [
      "after the requires",
      'const fs = require("fs");\nrequire("dotenv").config();\n\nf();\n',
      'const fs = require("fs");\nrequire("dotenv").config();\nconst { targetAccountId } = require("./credential-services");\n\nf();\n',
    ],
    [
      "before the first code, even if a require follows",
      "'use strict'\nconst fs = require('fs')\nf()\nconst g = require('./g')\n",
      "'use strict'\nconst fs = require('fs')\nconst { targetAccountId } = require('./credential-services')\nf()\nconst g = require('./g')\n",
    ],
    [
      "with endings",
      'const g = require("./g.js");\n',
      'const g = require("./g.js");\nconst { targetAccountId } = require("./credential-services/index.js");\n',
    ],
    [
      "into the braces",
      'const { accountCredentials } = require("./credential-services");\n',
      'const { accountCredentials, targetAccountId } = require("./credential-services");\n',
    ],
  ])("%s", (_name, before, after) => {
    expect(imported(before, { path })).toBe(after);
  });
});

describe("what is imported already", () => {
  const names = ["targetAccountId", "withAccountContext"];

  test.each([
    [
      "all of it",
      'import { withAccountContext, targetAccountId } from "./credential-services/index.js";\n',
      undefined,
    ],
    [
      "a part",
      'import { targetAccountId } from "../credential-services";\n',
      'import { targetAccountId, withAccountContext } from "../credential-services";\n',
    ],
    [
      "a part, with a comma",
      'import { targetAccountId, } from "./credential-services/index";\n',
      'import { targetAccountId, withAccountContext, } from "./credential-services/index";\n',
    ],
    [
      "a part, in lines",
      'import {\n  accountCredentials,\n  targetAccountId,\n} from "./credential-services/index.js";\n',
      'import {\n  accountCredentials,\n  targetAccountId,\n  withAccountContext,\n} from "./credential-services/index.js";\n',
    ],
    [
      "in two imports",
      `${line}import { withAccountContext } from "./credential-services/index.js";\n`,
      undefined,
    ],
    [
      "under another name",
      'import { targetAccountId, withAccountContext as run } from "./credential-services/index.js";\n',
      'import { targetAccountId, withAccountContext as run, withAccountContext } from "./credential-services/index.js";\n',
    ],
    [
      "as types only",
      'import type { targetAccountId } from "./credential-services/index.js";\n',
      'import type { targetAccountId } from "./credential-services/index.js";\nimport { targetAccountId, withAccountContext } from "./credential-services/index.js";\n',
    ],
    [
      "as a namespace",
      'import * as services from "./credential-services/index.js";\n',
      'import * as services from "./credential-services/index.js";\nimport { targetAccountId, withAccountContext } from "./credential-services/index.js";\n',
    ],
    [
      "of another module of the folder",
      'import { targetAccountId } from "./credential-services/zod-v3.js";\n',
      'import { targetAccountId } from "./credential-services/zod-v3.js";\nimport { targetAccountId, withAccountContext } from "./credential-services/index.js";\n',
    ],
  ])("%s", (_name, before, after) => {
    expect(imported(before, { names })).toBe(after ?? before);
  });
});

test("the needs of one file become one import, its names sorted", () => {
  const memory = memoryServer({ "package.json": "{}", "src/a.ts": other });
  const file = join(root, "src/a.ts");
  const edits = importEdits(memory.server, memory.files, [
    { file, module: "", names: ["withAccountContext"] },
    { file, module: "zod-v3", names: ["targetAccountId"] },
    { file, module: "", names: ["accountCredentials", "withAccountContext"] },
  ]);
  expect(applied(edits, memory)["src/a.ts"]).toBe(
    `${other}import { accountCredentials, withAccountContext } from "./credential-services/index.js";\n` +
      'import { targetAccountId } from "./credential-services/zod-v3.js";\n',
  );
});

test("a folder is imported as most of the server's folders are", () => {
  const others = { "src/tools/index.ts": "", "src/data/index.ts": "", "src/b/index.ts": "" };
  const own = 'import "./tools";\nimport "./data";\nimport "./b/index";\n';
  expect(imported(own, { others })).toContain('from "./credential-services";');
  expect(imported('import "./b/index";\n', { others })).toContain("/credential-services/index");
});
