/** How the parts of a field that read each other are told of each other. */

import type { Node } from "web-tree-sitter";
import type { Schema } from "../../supply/example/schema.js";
import type { Program } from "../evaluate/program.js";
import type { At } from "../source/nodes.js";

/** How the rest of a field is read, and how deep it lies in others. */
export interface Reading {
  readonly metadata: (schema: Schema, node: Node) => Schema | undefined;
  readonly fieldSchema: (
    program: Program,
    type: At,
    value: Node | undefined,
    depth?: number,
  ) => Schema | undefined;
  readonly depth: number;
}
