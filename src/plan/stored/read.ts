/** Reads a plan that somebody hands in, and trusts nothing of it. */

import * as v from "valibot";
import { hashOf } from "../../disk/hashes.js";
import { UserError } from "../../errors.js";
import { PLAN_VERSION, planSchema, type StoredPlan } from "./model.js";
import { sealOf } from "./seal.js";

/** The plan that a text holds. Throws UserError, which names `file`, for what is no plan of this version or was changed since. */
export function planIn(text: string, file: string): StoredPlan {
  const value = parsed(text, file);
  refuseOtherVersion(value, file);
  const result = v.safeParse(planSchema, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw refused(file, `${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
  }
  // Of the value as it was written: what is checked may have its keys in another order.
  if (sealOf(value as StoredPlan) !== result.output.seal)
    throw refused(file, "its seal does not fit: it was changed since it was made");
  refuseInconsistent(result.output, file);
  return result.output;
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(
      `${file}: not JSON, or cut short: name a file that \`retrofit plan -o\` wrote`,
    );
  }
}

function refuseOtherVersion(value: unknown, file: string): void {
  const version = (value as { version?: unknown } | null)?.version;
  if (version === PLAN_VERSION) return;
  if (typeof version !== "number") throw refused(file, "it says no version");
  throw new UserError(
    `${file}: a plan of version ${version}, this retrofit knows ${PLAN_VERSION}: use the retrofit that made it, or plan again`,
  );
}

/** What a seal cannot tell: whoever makes a plan can seal it. */
function refuseInconsistent({ changes, contents, servers }: StoredPlan, file: string): void {
  const paths = changes.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw refused(file, `${twice} is changed twice`);
  for (const change of changes) {
    if ("edits" in change) continue;
    const content = Object.hasOwn(contents, change.after) ? contents[change.after] : undefined;
    if (content === undefined || hashOf(Buffer.from(content)) !== change.after) {
      throw refused(file, `${change.path}: its content is not what its hash says`);
    }
  }
  const isThere = ([change, edit]: readonly [number, number]): boolean => {
    const found = changes[change];
    return found !== undefined && "edits" in found && edit < found.edits.length;
  };
  const own = servers.flatMap(({ tools, findings, added }) => [...tools, ...findings, ...added]);
  const isWhole =
    own.every(({ edits = [] }) => edits.every(isThere)) &&
    servers.every((each) => each.changes.every((index) => index < changes.length));
  if (!isWhole) throw refused(file, "it speaks of insertions that it does not have");
}

function refused(file: string, why: string): UserError {
  return new UserError(`${file}: not a plan that can be used: ${why}; plan again`);
}
