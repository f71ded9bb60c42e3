/** Everything in a server that would go on acting in the wrong account, however well its tools are migrated. */

import type { FileStore } from "../../../files.js";
import type { Finding, Server } from "../../../types.js";
import type { Project } from "../parse.js";
import { ignoreReason } from "../pragma.js";
import { productionFiles } from "../server-files.js";
import { walk } from "../syntax.js";
import { findCache } from "./caches.js";
import { findExpressBucket } from "./express.js";
import type { Context, Detector } from "./report.js";
import { factoryArguments, findSdkClient } from "./sdk.js";
import { findOwnSigning } from "./signing.js";
import { findSubprocess } from "./subprocess.js";

const ownSdk = /@aws-sdk\/|@smithy\/signature|['"`]aws-sdk|aws4|AWS4/;
const subprocess = /child_process|execa|\bzx\b|\bBun\b/;
const anyWay = new RegExp(`${ownSdk.source}|${subprocess.source}`);

/** Detectors, each with what a server has somewhere in its sources if it can find anything there. */
const detectors: readonly { readonly mark: RegExp; readonly detect: Detector }[] = [
  { mark: ownSdk, detect: findSdkClient },
  { mark: ownSdk, detect: findOwnSigning },
  { mark: subprocess, detect: findSubprocess },
  { mark: anyWay, detect: findCache },
  { mark: ownSdk, detect: findExpressBucket },
];

/** What a file of such a server has if any detector can find something in it. */
const siteMark = /\bnew\b|\bsuper\s*\(|AWS4|aws4|--x-s3|@aws-sdk\/|child_process|execa|\$`|\bBun\b/;

/**
 * The AWS clients that a server makes, with the fix of each that insertions can mend, and the other
 * things that mix accounts up. Tests, the services folder and what a pragma silences are left out.
 */
export function findClients(server: Server, _files: FileStore, project: Project): Finding[] {
  const production = new Set(productionFiles(server));
  const applicable = detectors
    .filter(({ mark }) => project.filesWith(mark).some((path) => production.has(path)))
    .map(({ detect }) => detect);
  if (applicable.length === 0) return [];
  const sources = project
    .filesWith(siteMark)
    .filter((path) => production.has(path))
    .flatMap((path) => project.source(path) ?? []);
  const factories = new Set<string>();
  const contexts = sources.map((source): Context => ({ project, source, factories }));
  for (const context of contexts) {
    walk(context.source, (node) => {
      for (const factory of factoryArguments(node, context)) factories.add(factory);
    });
  }
  return contexts.flatMap((context) => findIn(context, applicable));
}

function findIn(context: Context, applicable: readonly Detector[]): Finding[] {
  const findings: Finding[] = [];
  walk(context.source, (node) => {
    for (const detect of applicable) {
      const found = detect(node, context);
      if (found && !ignoreReason(node)) findings.push(found);
    }
  });
  return findings;
}
