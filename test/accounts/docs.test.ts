/** The pages about accounts name every typed error of the services, and every step of `accounts test`. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (path: string) => readFileSync(join(root, path), "utf8");

interface Typed {
  readonly type: string;
  readonly message: string;
}

/** The typed errors as Python declares them: two attributes, one after the other. */
function ofPython(): Typed[] {
  const source = text("templates/python/cred_extract_services/exceptions.py");
  const declared = /error_type = '(\w+)'\s+message = '([^']+)'/g;
  return [...source.matchAll(declared)].map(([, type = "", message = ""]) => ({ type, message }));
}

/** Of TypeScript: the kinds that there are, and whatever text is a sentence for the caller. */
function ofTypeScript(): { types: string[]; messages: string[] } {
  const source = text("templates/typescript/credential-services/errors.ts");
  const kinds = /type ErrorType =([^;]+);/.exec(source)?.[1] ?? "";
  return {
    types: [...kinds.matchAll(/"(\w+)"/g)].map(([, type = ""]) => type),
    messages: [...source.matchAll(/"([A-Z][a-z ]+[^"]*\. [A-Z][^"]*\.)"/g)]
      .map(([, message = ""]) => message)
      .filter((message) => !/request/i.test(message)),
  };
}

describe.each(["docs/troubleshooting.md", "docs/troubleshooting.zh-CN.md"])("%s", (page) => {
  test("has a section for each typed error of both languages, and no other", () => {
    const sections = [...text(page).matchAll(/^### `?(\w+)`?$/gm)].map(([, name]) => name);
    const python = ofPython();
    expect(python).toHaveLength(6);
    expect(sections.sort()).toEqual(python.map(({ type }) => type).sort());
    expect(sections).toEqual(ofTypeScript().types.sort());
  });

  test("says what the caller is told, in both languages", () => {
    const { messages } = ofTypeScript();
    expect(messages).toHaveLength(6);
    const told = [...ofPython().map(({ message }) => message), ...messages];
    for (const message of told) expect(text(page)).toContain(message);
  });

  test("names each step that `accounts test` can fail at", () => {
    const source = text("src/accounts/trial.ts") + text("src/commands/accounts/test.ts");
    const named = /(?:step|failure)\(\s*"([^"]+)"|name: "([^"]+)"|`(look-up):/g;
    const steps = new Set([...source.matchAll(named)].map(([, a, b, c]) => a ?? b ?? c));
    expect(steps.size).toBe(9);
    for (const step of steps) expect(text(page)).toContain(`| \`${step}:\` |`);
  });
});

test.each([
  ["README.md", ""],
  ["README.zh-CN.md", ".zh-CN"],
])("%s links the three pages in its own language", (readme, language) => {
  for (const page of ["accounts", "deploy", "troubleshooting"]) {
    expect(text(readme)).toContain(`(docs/${page}${language}.md)`);
  }
});

test.each(["accounts", "deploy", "troubleshooting"])(
  "%s has the same code and tables' rows in both languages",
  (page) => {
    const [english, chinese] = [text(`docs/${page}.md`), text(`docs/${page}.zh-CN.md`)];
    const codeOf = (each: string) =>
      each.match(/^```[\s\S]*?^```/gm)?.map((code) => code.replace(/ +# .*$/gm, ""));
    expect(codeOf(chinese)).toEqual(codeOf(english));
    const shapeOf = (each: string) => each.match(/^(?:#+|\|)/gm);
    expect(shapeOf(chinese)).toEqual(shapeOf(english));
  },
);

test.each(["deploy.md", "deploy.zh-CN.md"])(
  "%s says of each name in its commands where it comes from",
  (page) => {
    const whole = text(`docs/${page}`);
    const [section = ""] = /^### 1[\s\S]*?^## /m.exec(whole) ?? [];
    const blocks = section.match(/^```(?:sh|hcl)[\s\S]*?^```/gm) ?? [];
    const commands = blocks.join().replace(/ +# .*$/gm, "");
    const names =
      /(?<![\w-])(?:(?:[A-Z]+_)+(?:ARN|ID|NAME|URL|HOST)|IMAGE|TEMPLATES|CLUSTER|PASSWORD|AUDIENCE)(?![\w=])/g;
    const used = new Set(commands.match(names));
    expect(used.size).toBeGreaterThan(12);
    const rows = whole.match(/^\| `[A-Z_]+`.*$/gm)?.join() ?? "";
    for (const name of used) expect(rows).toContain(`\`${name}\``);
  },
);

test("links of the three pages lead to files, and to headings that are there", () => {
  for (const page of ["accounts", "deploy", "troubleshooting"]) {
    for (const path of [`docs/${page}.md`, `docs/${page}.zh-CN.md`]) {
      for (const [, target = "", heading] of text(path).matchAll(
        /\]\((?!http)([^)#]*)(?:#([^)]+))?\)/g,
      )) {
        const file = target === "" ? path : join(dirname(path), target);
        expect(existsSync(join(root, file)), `${path}: ${target}`).toBe(true);
        if (heading) expect(headingsOf(text(file)), `${path}: ${file}`).toContain(heading);
      }
    }
  }
});

/** Headings as GitHub makes anchors of them. */
function headingsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
