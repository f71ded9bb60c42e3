import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeholders } from "./support/fill.js";
import { templates } from "./support/paths.js";

function filesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => !/^(__pycache__|\..+_cache)$/.test(name));
  return names.flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

const readme = readFileSync(join(templates, "README.md"), "utf8");
const copied = filesIn(templates).filter((path) => path !== join(templates, "README.md"));

describe("the templates' README", () => {
  it("documents every placeholder of every template, and no other", () => {
    const used = new Set(copied.flatMap((path) => placeholders(readFileSync(path, "utf8"))));
    expect(placeholders(readme).sort()).toEqual([...used].sort());
  });

  it("names every file outside the services folders", () => {
    const named = copied.map((path) => path.slice(templates.length + 1));
    const unnamed = named.filter((path) => {
      const generic = path.replace(/^deploy\/(python|node)\//, "deploy/<language>/");
      return ![path, generic, join(path, "..")].some((it) => readme.includes(it));
    });
    const services = /^(python\/cred_extract_services|typescript\/credential-services)\//;
    expect(unnamed.filter((path) => !services.test(path))).toEqual([]);
  });
});
