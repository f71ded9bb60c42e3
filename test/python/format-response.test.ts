/** Which functions called format_response a tool answers through, so that the account's errors can as well. */

import { expect, test } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import { createProgram } from "../../src/languages/python/evaluate/create-program.js";
import { answersThroughFormat } from "../../src/languages/python/migrate/format-response.js";
import { openProject } from "../../src/languages/python/source/parse.js";

const formatter = "def format_response(status, data, message=None): return {}\n";
const called = "    return format_response('success', {})\n";

/** Whether the function `tool` of a module answers through its `format_response`. */
async function answers(text: string): Promise<boolean> {
  const [root, file] = ["/formats", "/formats/server.py"];
  const files = createFileStore().over(new Map([[file, Buffer.from(text)]]));
  const project = await openProject({ language: "python", root, name: "a", files: [file] }, files);
  const definitions = project.module(file)?.root.descendantsOfType("function_definition") ?? [];
  const tool = definitions.find((node) => node.childForFieldName("name")?.text === "tool");
  if (!tool) throw new Error("no function called tool");
  return answersThroughFormat(createProgram(project), { file, node: tool });
}

test.each([
  ["status, data, message", true],
  ["status, data, message=None", true],
  ["status, /, data, message", true],
  ["status, data, message, /, code=1, *rest, key=2, **more", true],
  ["status, data, message, code", false],
  ["response_status, payload, error_msg", true],
  ["status_code, data, message", false],
  ["state, data, message", false],
  ["status: str, data: Dict[str, Any], message: str", true],
  ["status: Literal['a'], data: Any, message: Any", true],
  ["status: int, data, message", false],
  ["status, data: str, message", false],
  ["status, data: Optional[str], message", false],
  ["status, data, message: Optional[str]", true],
  ["status, data, message: dict", false],
  ["status, message, data", false],
  ["status, message, text", false],
  ["status, data, details", false],
  ["status, data", false],
  ["status", false],
  ["", false],
  ["*status, data, message", false],
  ["status, *data, message", false],
  ["status, data, *message", false],
  ["status, data, **message", false],
  ["status, data, message, target_account_id=None", false],
])("a function of the parameters (%s) formats a response: %s", async (parameters, expected) => {
  const definition = `def format_response(${parameters}): return {}\n`;
  expect(await answers(`${definition}def tool():\n${called}`)).toBe(expected);
});

test.each([
  ["it is called", `${formatter}def tool():\n${called}`, true],
  ["it is called twice", `${formatter}def tool():\n${called}${called}`, true],
  ["it is called and named", `${formatter}def tool():\n    f = format_response\n${called}`, true],
  ["it is named only", `${formatter}def tool(): return str(format_response)\n`, false],
  ["it is handed on", `${formatter}def tool(): return map(format_response, [1])\n`, false],
  ["another calls it above", `${formatter}def other():\n${called}def tool(): pass\n`, false],
  ["another calls it below", `${formatter}def tool(): pass\ndef other():\n${called}`, false],
  ["it is defined below", `def tool():\n${called}${formatter}`, false],
  [
    "it is spoken of above and defined below",
    `format_response\ndef tool():\n${called}${formatter}`,
    false,
  ],
  [
    "it is handed on above and defined below",
    `def f(a=format_response): pass\ndef tool():\n${called}${formatter}`,
    false,
  ],
  ["it is decorated", `@wraps\n${formatter}def tool():\n${called}`, false],
  ["it is async", `async ${formatter}def tool():\n${called}`, false],
  ["it is the tool's parameter", `${formatter}def tool(format_response):\n${called}`, false],
  [
    "it is defined in two ways",
    `if a:\n    ${formatter}else:\n    ${formatter}def tool():\n${called}`,
    false,
  ],
  [
    "it is another inside the tool",
    `${formatter}def tool():\n    def format_response(a): pass\n${called}`,
    false,
  ],
  ["it is a class", `class format_response:\n    pass\ndef tool():\n${called}`, false],
  ["it comes from elsewhere", `from web import format_response\ndef tool():\n${called}`, false],
  ["it is not there", `def tool():\n${called}`, false],
])("where %s", async (_, text, expected) => {
  expect(await answers(text)).toBe(expected);
});

test("a formatter is not formatted by itself", async () => {
  const text = `def tool(status, data, message):\n    return format_response(1, 2, 3)\nformat_response = tool\n`;
  expect(await answers(text)).toBe(false);
});
