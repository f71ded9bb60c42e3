/** Before the gates: what is a symbolic link, or lies behind one, is refused by name. Nothing of it is shown or written. */

import { isLinked } from "../../disk/links.js";
import { languageOf } from "../../languages/registry.js";
import type { Problem } from "../../types.js";
import type { Change } from "../compose.js";
import type { ServerPlan } from "../plan.js";
import { leftAlone } from "./gate.js";

export interface WithoutLinked {
  readonly changes: readonly Change[];
  /** For each linked file that the server runs without, such as a README: the rest can be done. */
  readonly aside: readonly Problem[];
  /** For each linked file that the rest needs, such as a manifest or a file of the services. */
  readonly needed: readonly Problem[];
}

/** Parts the changes that are behind a link from the others. */
export function withoutLinked(changes: readonly Change[], plan: ServerPlan): WithoutLinked {
  const linked = changes.filter(({ path }) => isLinked(path));
  const problems = (some: readonly Change[]): Problem[] =>
    some.map(({ path }) => leftAlone(path, `${reason}; ${remedy}`));
  return {
    changes: changes.filter((change) => !linked.includes(change)),
    aside: problems(linked.filter((change) => isAside(change, plan))),
    needed: problems(linked.filter((change) => !isAside(change, plan))),
  };
}

const reason = "it is a symbolic link or lies behind one";
const remedy = "put the file itself there and run again";

/** Whether a server runs without it: documentation, and what is added that is no source. */
function isAside({ path, before }: Change, { server }: ServerPlan): boolean {
  const { extensions } = languageOf(server.language);
  const isSource = extensions.some((extension) => path.endsWith(extension));
  return before ? path.endsWith(".md") : !isSource;
}
