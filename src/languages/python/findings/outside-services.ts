/** A hand retrofit whose services lie beside the server's package, as the guide has it. */

import { dirname, join } from "node:path";
import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import { SERVICES } from "../imports/service-names.js";
import type { Layout } from "../project/layout.js";
import { codeAt } from "../source/code.js";
import { ancestor, field } from "../source/nodes.js";
import { finding } from "./code.js";

const message =
  "the account services are imported from outside of the server's package: its wheel leaves them out, and they are not those that the other tools use";
const statements = new Set(["import_from_statement", "import_statement"]);

/** Each `from cred_extract_services import …` in a module of a package, which has services of its own. */
export function outsideServices(program: Program, layout: Layout): Finding[] {
  // Where the server's modules are imported by their own names, so are its services.
  if (layout.services === SERVICES) return [];
  return codeAt(program, SERVICES, new RegExp(`(?<![.\\w])${SERVICES}\\b`, "g")).flatMap(
    ({ file, node }) => {
      const statement = ancestor(node, statements);
      const source = statement && (field(statement, "module_name") ?? field(statement, "name"));
      if (!statement || source?.startIndex !== node.startIndex || !isInPackage(program, file)) {
        return [];
      }
      return finding(program, "outside-services", { file, node: statement }, message);
    },
  );
}

function isInPackage({ project }: Program, file: string): boolean {
  return project.files.isFile(join(dirname(file), "__init__.py"));
}
