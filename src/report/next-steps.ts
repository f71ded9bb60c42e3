/** What to do once a run has written: commands to run, by server, and how to take it back. */

import { quote } from "shell-quote";
import { createFileStore } from "../disk/files.js";
import { ancestorsOf } from "../disk/git.js";
import { isWithin } from "../disk/paths.js";
import { languageOf } from "../languages/registry.js";
import type { Prepared } from "../run/prepare.js";
import { shownPath } from "./places.js";
import { visible } from "./visible.js";

/** Servers that have the same to run. */
export interface Steps {
  readonly folders: readonly string[];
  /** A command each, or a sentence that says what. */
  readonly lines: readonly string[];
}

/** What to run in the servers' folders: what installs the dependencies, the formatter, the tests. */
export async function stepsIn(servers: readonly Prepared[], from: string): Promise<Steps[]> {
  const files = createFileStore();
  const byLines = new Map<string, { folders: string[]; lines: string[] }>();
  for (const { plan, gated } of servers) {
    const lines = ["run-install", "run-formatter"]
      .flatMap((wanted) => gated.findings.filter(({ rule }) => rule === wanted))
      .flatMap(({ remedy }) => (remedy ? [commandIn(remedy)] : []));
    const tests = await languageOf(plan.server.language).testCommand(plan.server, files);
    const all = [...new Set([...lines, ...(tests ? [tests] : [])])].map(visible);
    if (all.length === 0) continue;
    const folder = visible(shownPath(plan.server.root, from));
    const known = byLines.get(all.join("\n"));
    if (known) known.folders.push(folder);
    else byLines.set(all.join("\n"), { folders: [folder], lines: all });
  }
  return [...byLines.values()];
}

/** What proves and takes back a run over these servers. */
export function commandsFor(
  servers: readonly Prepared[],
  from: string,
): Readonly<Record<"check" | "verify" | "undo", string>> {
  const roots = servers.map(({ plan }) => plan.server.root);
  const named = roots.length <= MOST_NAMED ? roots : [folderAround(roots)];
  const paths = visible(quote(named.map((root) => shownPath(root, from))));
  const command = (name: string): string => `mcp-retrofit ${name} ${paths}`;
  return { check: command("check"), verify: command("verify"), undo: command("undo") };
}

const MOST_NAMED = 3;

/** The innermost folder that all lie in. */
function folderAround(paths: readonly string[]): string {
  const around = ancestorsOf(paths[0] ?? "");
  return around.find((folder) => paths.every((path) => isWithin(path, folder))) ?? "/";
}

/** The command alone, where a remedy says to run one. */
function commandIn(remedy: string): string {
  return (
    /^run `([^`]+)`$/.exec(remedy)?.[1] ??
    /^run ((?:uv|pip|poetry) .*)$/.exec(remedy)?.[1] ??
    remedy
  );
}
