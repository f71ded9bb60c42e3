/** How a server's main comes to start it: loaded as it is, or with an argument or a setting that it asks for. */

import type { FileStore } from "../../../../disk/files.js";
import type { Server } from "../../../../types.js";
import { settled } from "../../../settled.js";
import { createEvaluator } from "../../evaluate/evaluate.js";
import { startWords } from "../../forms/library-queries.js";
import { importsWrittenIn } from "../../project/reachable.js";
import { productionFiles } from "../../project/server-files.js";
import { openProject, type Project } from "../../source/parse.js";
import { createCallees } from "./callees.js";
import { type Course, follow, type Start } from "./follow.js";
import type { Reader } from "./reader.js";
import { createReader } from "./values.js";
import type { Form, World } from "./world.js";

/** How a main is made to start the server. */
export interface Begun {
  readonly start: Start;
  readonly world: World;
  readonly reader: Reader;
}

type Wanted = (start: Start) => boolean;

/** How many settings are tried. */
const tries = 60;

/** Whoever the main belongs to says where Node.js runs its sources from. */
export interface Main {
  readonly source: string;
  readonly built: string;
  runAs(file: string): string;
  /** How imports of it resolve, those of the build's output too. */
  resolveFrom(project: Project): Project["resolveImport"];
}

/** Follows a main in several worlds. */
export function searchFor(server: Server, files: FileStore, main: Main) {
  const opened = openProject(server, files);
  // A script beside the sources may import what the build makes of them.
  const project: Project = { ...opened, resolveImport: main.resolveFrom(opened) };
  const evaluator = createEvaluator(project);
  const mayStart = leadingFiles(project);
  const calleesOf = createCallees(evaluator, () => productionFiles(server).filter(mayStart));
  const reader = createReader(project, calleesOf, main.runAs);
  const known = new Map<string, Course>();

  function course(world: World): Course {
    const key = JSON.stringify(world);
    const found =
      known.get(key) ?? follow(main.source, world, project, reader, calleesOf, mayStart);
    known.set(key, found);
    return found;
  }

  const plain = (form: Form): World => ({
    form,
    main: main.built,
    args: [],
    env: { NODE_ENV: "production" },
  });
  const forms: readonly Form[] = ["imported", "preloaded"];

  function first(worlds: Iterable<World>, wanted: Wanted): Begun | undefined {
    for (const world of worlds) {
      const start = course(world).starts.find(wanted);
      if (start) return { start, world, reader };
    }
    return undefined;
  }

  /** The first world in which it comes to a start that is wanted, those that need nothing first. */
  function begins(wanted: Wanted): Begun | undefined {
    const bare = forms.map(plain);
    const sure = first(bare, (start) => start.isSure && wanted(start));
    if (sure) return sure;
    const isAlone = (world: World): boolean =>
      !course(world).starts.some((start) => start.isSure && !wanted(start));
    const told = (): World[] =>
      forms.flatMap((form) =>
        toldWorlds(plain(form), course({ ...plain("preloaded"), isAnything: true })),
      );
    const alone = first(bare.filter(isAlone), wanted);
    if (alone || !course({ ...plain("preloaded"), isAnything: true }).starts.some(wanted))
      return alone;
    return (
      first(told(), (start) => start.isSure && wanted(start)) ??
      first(told(), wanted) ??
      first(bare, wanted)
    );
  }

  return { begins, course, plain };
}

/** Worlds with one argument or one variable more, made of what the main compares with. */
function toldWorlds(world: World, { words, variables }: Course): World[] {
  const likely = [...words].sort((a, b) => likelihood(b) - likelihood(a));
  const named = likely.filter((each) => /^-{0,2}[a-z]/.test(each));
  const args = named.map((each) => ({ ...world, args: [each] }));
  const pairs = named
    .filter((each) => each.startsWith("-"))
    .flatMap((option) =>
      likely
        .filter((each) => /^[a-z]/.test(each))
        .map((each) => ({ ...world, args: [option, each] })),
    );
  const names = [...variables].filter((each) => !/^(?:AWS_|NODE_ENV$|PATH$|HOME$)/.test(each));
  const settings = names
    .sort((a, b) => likelihood(b) - likelihood(a))
    .flatMap((name) =>
      [...likely, "true", "1"].map((value) => ({ ...world, env: { ...world.env, [name]: value } })),
    );
  return [...args, ...settings, ...pairs].slice(0, tries);
}

function likelihood(word: string): number {
  if (/stdio/i.test(word)) return 3;
  return /transport|mode|serve|start|run|mcp/i.test(word) ? 2 : 0;
}

const starting = new RegExp(`\\b(?:${startWords.join("|")}|listen|serve|start|run)\\b`, "i");

/** Whether a file, or one that it imports, has what begins to serve. */
function leadingFiles(project: Project): (file: string) => boolean {
  const ask = settled();
  const leads = (file: string): boolean =>
    ask(
      file,
      () =>
        starting.test(project.files.read(file)?.text ?? "") ||
        importsWrittenIn(file, project).some(leads),
    );
  return leads;
}
