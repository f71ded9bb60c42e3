/** Comments `retrofit-ignore: reason`, as both languages read them. */

import { expect, test } from "vitest";
import { createPragmas } from "../../src/languages/pragma.js";
import { comments as python } from "../../src/languages/python/source/pragma.js";
import { comments as typescript } from "../../src/languages/typescript/source/pragma.js";
import { scanOf } from "../support/scan.js";

const syntaxes = [
  { language: "Python", open: "# ", syntax: python },
  { language: "TypeScript", open: "// ", syntax: typescript },
];

const everywhere = () => true;

test.each(syntaxes)(
  "a reason counts on the line and in the comment above, in $language",
  (each) => {
    const { open, syntax } = each;
    const text = [
      `${open}retrofit-ignore: above`,
      `${open}and more words`,
      "one()",
      `two()  ${open}noqa retrofit-ignore: beside`,
      "three()",
    ].join("\r\n");
    const pragmas = createPragmas(syntax);
    const reasonAt = (line: number) => pragmas.reasonFor({ path: "a", text }, [[line, line]]);
    expect([2, 3, 4].map(reasonAt)).toEqual(["above", "beside", undefined]);
    expect(pragmas.findings({ path: "a", text }, everywhere)).toEqual([]);
  },
);

test.each([
  "retrofit-ignore",
  "retrofit-ignore:",
  "retrofit-ignore reaches no AWS",
  "retrofit_ignore: x",
  "retrofit ignore: x",
  "Retrofit-Ignore: x",
  "retrofit-ingore: x",
  "retrofti-ignore: x",
  "retrofit-ignored: x",
])("`%s` does not count, and is reported where it stands", (written) => {
  for (const { open, syntax } of syntaxes) {
    const text = `one()\n  ${open}${written}\n`;
    const pragmas = createPragmas(syntax);
    expect(pragmas.reasonFor({ path: "a", text }, [[1, 1]])).toBeUndefined();
    expect(pragmas.findings({ path: "a", text }, everywhere)).toMatchObject([
      { rule: "malformed-pragma", place: { line: 2, column: 3 + open.length } },
    ]);
  }
});

test.each([
  "retrofit this server",
  "run retrofit: it helps",
  "retrofit import order",
  "see retrofit-ignore",
])("`%s` is a comment like any other", (written) => {
  for (const { open, syntax } of syntaxes) {
    const findings = createPragmas(syntax).findings(
      { path: "a", text: open + written },
      everywhere,
    );
    expect(findings).toEqual([]);
  }
});

test("in a block comment the reason ends before its end, and a pragma needs one", () => {
  const text = "/* retrofit-ignore: why */ one();\n/* retrofit-ignore: */ two();\n";
  const pragmas = createPragmas(typescript);
  expect(pragmas.reasonFor({ path: "a", text }, [[0, 0]])).toBe("why");
  expect(pragmas.reasonFor({ path: "a", text }, [[1, 1]])).toBeUndefined();
  expect(pragmas.findings({ path: "a", text }, everywhere)).toMatchObject([
    { rule: "malformed-pragma", place: { line: 2, column: 4 } },
  ]);
});

const servers = [
  {
    language: "Python",
    texts: {
      "requirements.txt": "mcp\n",
      "server.py": `from mcp.server.fastmcp import FastMCP
mcp = FastMCP("notes")
# retrofit-ignore: nothing
word = "hello"
@mcp.tool()
def read() -> str:
    return word
`,
    },
    broken: { "other.py": "import boto3\nfrom server import mcp\n\nboto3.client(\n" },
  },
  {
    language: "TypeScript",
    texts: {
      "package.json":
        '{ "name": "n", "type": "module", "dependencies": { "@aws-sdk/client-s3": "3" } }',
      "server.ts": `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
// retrofit-ignore: nothing
export const server = new McpServer({ name: "notes", version: "1.0.0" });
server.tool("read", async () => ({ content: [] }));
`,
    },
    broken: { "other.ts": 'import { S3Client } from "@aws-sdk/client-s3";\nnew S3Client(\n' },
  },
];

test.each(servers)(
  "nothing is said of them where a file does not parse, which may be what they are for, in $language",
  async ({ texts, broken }) => {
    expect((await scanOf(texts)).findings).toMatchObject([{ rule: "unused-pragma" }]);
    const scan = await scanOf({ ...texts, ...broken });
    expect(scan.problems).toHaveLength(1);
    expect(scan.findings.filter(({ rule }) => rule === "unused-pragma")).toEqual([]);
  },
);
