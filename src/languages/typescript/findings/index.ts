/** Everything in a server that would go on acting in the wrong account, however well its tools are migrated. */

import type { FileStore } from "../../../disk/files.js";
import { asIgnored, findingOf } from "../../../rules/finding.js";
import type { Finding, Server } from "../../../types.js";
import { lazily } from "../../lazily.js";
import { awsMention, type DeclaredPrograms } from "../../shell/programs.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { manifestOf } from "../project/layout.js";
import { filesOfProgram, filesWithTools } from "../project/reachable.js";
import { productionFiles } from "../project/server-files.js";
import { walk } from "../source/nodes.js";
import { ignoreReason } from "../source/pragma.js";
import { carriersOf } from "./carriers.js";
import type { Handlers } from "./handlers.js";
import { findKept } from "./kept/index.js";
import { anyMark, anyText, computed, isOfInterest, looks } from "./looks.js";
import type { Context, Detector } from "./report.js";
import { findSdkClient } from "./sdk.js";
import { startingMark } from "./starting-packages.js";
import { findSubprocess } from "./subprocess.js";

/**
 * The AWS clients that a server makes and the processes it starts, each with its fix where insertions
 * can fix it, and the other things that mix accounts up. Tests and the services folder are left out;
 * what a pragma silences is a note. `toolFiles` are the files that its tools are in,
 * `handlers` the functions that answer their calls.
 */
export function findClients(
  server: Server,
  files: FileStore,
  evaluator: Evaluator,
  toolFiles: readonly string[],
  programs: DeclaredPrograms,
  handlers: Handlers,
): Finding[] {
  const { project } = evaluator;
  const paths = productionFiles(server);
  const has = (mark: RegExp): boolean => project.filesWith(mark).length > 0;
  const isOpen = dependsOnSdk(server, files) && has(computed);
  const reachesAws = has(awsMention);
  const applicable = looks
    .filter(({ mark, detect }) => has(mark) || (isOpen && detect === findSdkClient))
    .filter(({ isEverywhere }) => reachesAws || isEverywhere)
    .map(({ detect }) => detect);
  if (applicable.length === 0) return [];
  // Where nothing has to do with AWS, there are only notes: of files that start processes themselves.
  const areNotes = applicable.every((detect) => detect === findSubprocess);
  const mark = areNotes ? startingMark : anyMark;
  const carriers = carriersOf(project, mark, isOfInterest);
  const texts = areNotes ? [] : project.filesWith(anyText);
  const loaded = lazily(() => filesOfProgram(paths, toolFiles, project));
  // Answers of AWS may be kept in any file that the tools' program loads.
  const keeping = applicable.includes(findKept) ? loaded() : [];
  const looked = new Set([
    ...carriers.sources.map(({ fileName }) => fileName),
    ...texts,
    ...keeping,
  ]);
  const sources = paths.flatMap((path) => (looked.has(path) ? (project.source(path) ?? []) : []));
  const contexts = sources.map(
    (source): Context => ({ project, evaluator, source, carriers, reachesAws, programs, handlers }),
  );
  const found = contexts.flatMap((context) => findIn(context, applicable));
  const running = lazily(() => filesWithTools(paths, toolFiles, project));
  return reachedByTools(found, running, loaded);
}

type Files = () => ReadonlySet<string>;

/** What lies in a file that no tool's program loads is left out; of AWS clients there it is said. */
function reachedByTools(found: readonly Finding[], running: Files, loaded: Files): Finding[] {
  const reached = found.filter((finding) =>
    (isProcess(finding) ? running : loaded)().has(finding.place.file),
  );
  const elsewhere = found.filter(
    ({ rule, place }) => rule === "aws-client" && !loaded().has(place.file),
  );
  const first = new Map(elsewhere.toReversed().map((each) => [each.place.file, each]));
  return [...reached, ...[...first.values()].reverse().map(leftAlone)];
}

/** One note for a file: whoever knows of a way from the tools to it finds it there. */
function leftAlone({ place }: Finding): Finding {
  return findingOf("aws-client", {
    severity: "note",
    place,
    message: "AWS clients of this file were left alone, since no tool's program loads it",
    remedy: "if one does, give them `credentials: accountCredentials()`",
  });
}

/** A package of the AWS SDK that the services do not bring themselves. */
function dependsOnSdk(server: Server, files: FileStore): boolean {
  const { dependencies = {} } = manifestOf(server, files);
  return Object.keys(dependencies).some(
    (name) => /^@aws-sdk\/|^aws-sdk$/.test(name) && !/client-(sts|secrets-manager)$/.test(name),
  );
}

/** A process is left out where it can be seen that it runs in no call; a client, only where nothing else can be. */
function isProcess({ rule }: Finding): boolean {
  return rule.startsWith("subprocess-");
}

function findIn(context: Context, applicable: readonly Detector[]): Finding[] {
  const findings: Finding[] = [];
  walk(context.source, (node) => {
    for (const detect of applicable) {
      const found = [detect(node, context) ?? []].flat();
      const reason = found.length > 0 ? ignoreReason(node, context.project) : undefined;
      findings.push(...(reason ? found.map((each) => asIgnored(each, reason)) : found));
    }
  });
  return findings;
}
