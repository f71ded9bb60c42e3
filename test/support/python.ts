/** Runs the Python migration on a text, with tools found in the plainest way: by `.tool` decorators. */

import type { Node } from "web-tree-sitter";
import { createFileStore } from "../../src/disk/files.js";
import type { CallSite, FoundTool } from "../../src/languages/python/forms/found-tool.js";
import { type Migration, migrateTool } from "../../src/languages/python/migrate/index.js";
import { openProject } from "../../src/languages/python/source/parse.js";
import { insert } from "../../src/plan/edit.js";
import type { Server, Settings } from "../../src/types.js";

export const FILE = "/server/server.py";
const SERVER: Server = { language: "python", root: "/server", name: "server", files: [FILE] };
const SETTINGS: Settings = {
  position: "first-optional",
  style: "wrapper",
  ignore: new Map(),
  allowUnproven: new Map(),
  programs: new Map(),
};

export interface Options {
  readonly settings?: Partial<Settings>;
  readonly callers?: readonly CallSite[];
  readonly formatResponse?: boolean;
}

export interface Migrated {
  readonly text: string;
  readonly migrations: readonly Migration[];
}

/** The text after the fixes of all its tools, imports left out. */
export async function migrateText(text: string, options: Options = {}): Promise<Migrated> {
  const files = createFileStore().over(new Map([[FILE, Buffer.from(text)]]));
  const project = await openProject(SERVER, files);
  const module = project.module(FILE);
  if (!module || module.problem) throw new Error(module?.problem?.message ?? "no module");
  const settings = { ...SETTINGS, ...options.settings };
  const tools = decorated(module.root, module.text).map((tool) => ({
    ...tool,
    parents: [],
    formatResponse: options.formatResponse ?? false,
    callers: () => options.callers ?? [],
  }));
  const migrations = tools.map((tool) =>
    migrateTool(tool, { project, settings, answerAlike: () => true }),
  );
  const edits = migrations.flatMap(({ fix }) => fix?.edits ?? []);
  return { text: insert(text, edits), migrations };
}

type Found = Omit<FoundTool, "formatResponse" | "parents" | "callers">;

function decorated(root: Node, text: string): Found[] {
  return root.descendantsOfType("decorated_definition").flatMap((outer) => {
    const definition = outer.childForFieldName("definition");
    const decorators = outer.namedChildren.filter(({ type }) => type === "decorator");
    const registering = decorators.filter((node) => /\.tool\b/.test(node.text));
    if (definition?.type !== "function_definition" || registering.length === 0) return [];
    const name = definition.childForFieldName("name")?.text ?? "";
    const place = { file: FILE, line: 1, column: 1 };
    const isMethod = outer.parent?.parent?.type === "class_definition";
    const description = descriptionOf(registering[0] as Node);
    void text;
    return [
      {
        name,
        form: "decorator",
        place,
        file: FILE,
        definition,
        decorators,
        registering,
        bound: isMethod,
        ...(description ? { description: { file: FILE, node: description } } : {}),
      },
    ];
  });
}

function descriptionOf(decorator: Node): Node | undefined {
  const keyword = decorator
    .descendantsOfType("keyword_argument")
    .find((node) => node.childForFieldName("name")?.text === "description");
  return keyword?.childForFieldName("value") ?? undefined;
}
