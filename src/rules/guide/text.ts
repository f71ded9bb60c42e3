/** A rule in full, as Markdown that a terminal shows as well as a page. */

import { type RuleId, rules } from "../index.js";
import type { Example, Files } from "./guide.js";
import { guides } from "./index.js";

/** The rule in full, under a heading of its name: what `explain` prints, and its page docs/rules/NAME.md. Ends in a newline. */
export function ruleText(rule: RuleId): string {
  const { severity, summary, remedy } = rules[rule];
  const { why, examples } = guides[rule];
  return paragraphs([
    `# ${rule}`,
    `**${severity}**: ${summary}`,
    why,
    `What to do: ${remedy}.`,
    ...Object.values(examples).flatMap(exampleText),
  ]);
}

/** All rules in one line each, aligned. */
export function ruleList(): string {
  const ids = Object.keys(rules) as RuleId[];
  const widest = Math.max(...ids.map((id) => id.length));
  const line = (id: RuleId): string =>
    `${id.padEnd(widest)}  ${rules[id].severity.padEnd("warning".length)}  ${rules[id].summary}\n`;
  return ids.map(line).join("");
}

/** docs/rules.md: all rules, each with its page. */
export function rulesPage(): string {
  const ids = Object.keys(rules) as RuleId[];
  const rows = ids.map(
    (id) => `| [${id}](rules/${id}.md) | ${rules[id].severity} | ${rules[id].summary} |`,
  );
  return paragraphs([
    "# Rules",
    intro,
    ["| rule | severity | what it means |", "|---|---|---|", ...rows].join("\n"),
  ]);
}

const intro = `Everything that \`check\` reports. An **error** makes \`check\` fail, since an account could be
mixed up; a **warning** is to be looked at, a **note** to be known. Some findings of a rule are graver or milder than
the rule, and say so. \`mcp-retrofit explain RULE\` prints a page in a terminal.

In the examples, \`mcp\` is a \`FastMCP\` and \`server\` an \`McpServer\`. A test scans each of them: the code before has
the finding, the code after has not. These pages are made from \`src/rules/\` by \`npm run docs\`.`;

function paragraphs(texts: readonly string[]): string {
  return `${texts.join("\n\n")}\n`;
}

function exampleText({ before, after }: Example): string[] {
  return [...filesText("Before", before), ...filesText("After", after)];
}

function filesText(when: string, files: Files): string[] {
  const shown = Object.entries(files).filter(([, text]) => text !== "");
  return shown.flatMap(([path, text]) => [
    `${when}, in \`${path}\`:`,
    `\`\`\`${languageOf(path)}\n${shortened(text)}\`\`\``,
  ]);
}

/** What a page colours by: the end of the name. */
function languageOf(path: string): string {
  return /\w\.(\w+)$/.exec(path)?.[1] ?? "";
}

const longest = 25;

/** Of a text that goes on in the same way, its beginning. */
function shortened(text: string): string {
  const lines = text.split("\n");
  return lines.length > longest + 1 ? `${lines.slice(0, longest).join("\n")}\n…\n` : text;
}
