/** Small servers that are retrofitted, then broken on purpose, and proved. */

import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { look } from "../../../src/commands/look.js";
import type { ServerProof } from "../../../src/verify/types.js";
import { type VerifyOptions, verifyServer } from "../../../src/verify/verify.js";
import { commandsIn } from "../../support/command.js";
import { ensurePythonEnv } from "../../support/python-env.js";

export type Language = "javascript" | "python";

/** What is put in place of what, in which file. */
export type Patch = readonly [file: string, from: string, to: string];

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const kept = new Map<Language, Promise<string>>();

/** The server of a language as it is before its retrofit. */
export function original(language: Language): string {
  return fileURLToPath(new URL(language, import.meta.url));
}

/** The folder of a retrofitted server with these patches in it. Throws where a patch does not fit. */
export async function patched(language: Language, patches: readonly Patch[]): Promise<string> {
  const made = kept.get(language) ?? retrofitted(language);
  kept.set(language, made);
  return copyWith(await made, patches);
}

/** The same of the server as it was before its retrofit. */
export async function unretrofitted(
  language: Language,
  patches: readonly Patch[],
): Promise<string> {
  const folder = copyWith(original(language), patches);
  await addDependencies(language, folder);
  return folder;
}

function copyWith(server: string, patches: readonly Patch[]): string {
  const folder = mkdtempSync(join(tmpdir(), "faults-"));
  cpSync(server, folder, { recursive: true, verbatimSymlinks: true });
  for (const [file, from, to] of patches) {
    const text = readFileSync(join(folder, file), "utf8");
    if (text.split(from).length !== 2) throw new Error(`${file}: not there once: ${from}`);
    writeFileSync(
      join(folder, file),
      text.replace(from, () => to),
    );
  }
  return folder;
}

/** Proves a server against its original. */
export async function prove(
  language: Language,
  folder: string,
  options: Partial<VerifyOptions> = {},
): Promise<ServerProof> {
  const { servers } = await look([folder], "plan");
  const [{ plan } = { plan: undefined }] = servers;
  if (!plan) throw new Error("no server");
  const against = original(language);
  const all = { tools: [], against, timeout: 60_000, calls: 12, ...options };
  return verifyServer(plan, all, () => undefined);
}

async function retrofitted(language: Language): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "faults-"));
  cpSync(original(language), folder, { recursive: true });
  const { outcome, said } = await commandsIn(folder).write();
  if (outcome !== "done") throw new Error(said);
  await addDependencies(language, folder);
  return folder;
}

async function addDependencies(language: Language, folder: string): Promise<void> {
  if (language === "javascript") {
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
    return;
  }
  const requirements = join(repository, "test/templates/python/requirements-newest.txt");
  const python = await ensurePythonEnv(requirements);
  symlinkSync(dirname(dirname(python)), join(folder, ".venv"));
}
