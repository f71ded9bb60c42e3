/** A hand retrofit that imports the setup from the entry point, as the guide's first edition had it. */

import type { Node } from "web-tree-sitter";
import { findingOf } from "../../../rules/finding.js";
import type { Finding } from "../../../types.js";
import { placeAt, type Subject } from "./subject.js";

/** One finding for each `from entrypoint import …` that the tool depends on. */
export function entrypointFindings({ definition, module }: Subject): Finding[] {
  if (!module.text.includes("entrypoint")) return [];
  const top = module.root.namedChildren.filter(({ type }) => type === FROM);
  const inside = definition.descendantsOfType(FROM);
  return [...top, ...inside].filter(isEntrypoint).map((statement) =>
    findingOf("entrypoint-import", {
      place: placeAt(module.path, module.text, statement.startIndex),
      message:
        "the account setup is imported from `entrypoint`, which the server's wheel leaves out",
    }),
  );
}

const FROM = "import_from_statement";

function isEntrypoint(statement: Node): boolean {
  return statement.childForFieldName("module_name")?.text === "entrypoint";
}
