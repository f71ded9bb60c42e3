/** Reads what import statements bind. */

import type { Node } from "web-tree-sitter";
import { field } from "./nodes.js";
import { add, type Draft } from "./scope.js";

/** `import a.b` binds `a`, and `import a.b as c` binds `c`. */
export function importStatement(draft: Draft, node: Node): void {
  for (const child of node.namedChildren) {
    if (child.type === "aliased_import") {
      const module = field(child, "name")?.text ?? "";
      add(draft, field(child, "alias"), { kind: "import", module, level: 0 });
    } else if (child.type === "dotted_name") {
      const first = child.firstNamedChild;
      if (first) add(draft, first, { kind: "import", module: first.text, level: 0 });
    }
  }
}

/** `from a import b, c as d`, or `*`, which is left for later: it binds what the other module has. */
export function importFrom(draft: Draft, node: Node): void {
  const source = field(node, "module_name");
  const text = source?.text.replace(/\s/g, "") ?? "";
  const level = /^\.*/.exec(text)?.[0].length ?? 0;
  const module = text.slice(level);
  for (const child of node.namedChildren) {
    if (child.startIndex === source?.startIndex) continue;
    if (child.type === "wildcard_import") draft.stars.push({ module, level });
    else if (child.type === "aliased_import") {
      const name = field(child, "name")?.text ?? "";
      add(draft, field(child, "alias"), { kind: "import", module, level, name });
    } else if (child.type === "dotted_name") {
      add(draft, child, { kind: "import", module, level, name: child.text });
    }
  }
}
