/** What finding hands to planning: one tool, where it is written, and what reaches it. */

import type { Node } from "web-tree-sitter";
import type { Place } from "../../../types.js";
import type { At } from "../source/nodes.js";

/** How a tool is registered. */
export type FormId =
  | "decorator" // @mcp.tool(...) on a module-level function
  | "decorator-nested" // the same on a function inside a function
  | "decorator-method" // the same on a method
  | "call-method" // mcp.tool(...)(self.method), mcp.tool(self.method)
  | "call-function" // mcp.tool(...)(function), mcp.add_tool(function)
  | "tool-object" // Tool.from_function(function), added in a loop or at once
  | "reflection" // mcp.tool(getattr(module, name))
  | "helper" // a function of the server that registers its argument
  | "low-level" // a Tool in @server.list_tools(), answered by @server.call_tool()
  | "json-rpc" // tools/call answered by hand
  | "generated"; // made at run time: a generated signature, a proxy, an OpenAPI document

/** An expression that stands for functions whose signatures are made when the server starts. */
export interface Generated {
  readonly at: At;
  readonly function: FunctionAt;
  /** Whether it is given the parameter there. */
  readonly isGiven: boolean;
}

/** A direct call of a tool's function somewhere in the server, its tests included. */
export interface CallSite {
  readonly file: string;
  /** UTF-16 offset of the called name. */
  readonly offset: number;
  /** How many arguments are passed by position. */
  readonly positional: number;
  /** Whether it passes `*arguments`, so that the number is only a lower bound. */
  readonly starred: boolean;
  /** Whether the file is a test. */
  readonly test: boolean;
  /** Whether it is seen to call something else of the same name. Takes parsing the file when first asked. */
  readonly isAnother: boolean;
}

/** The two handlers of a low-level server that a migration wraps, each with its decorators. */
export interface LowLevel {
  readonly list: FunctionAt;
  readonly call: FunctionAt;
}

/** A function and its file. `node` is the function_definition. */
export interface FunctionAt {
  readonly file: string;
  readonly node: Node;
}

/** A tool by its function, or by the name under which it is looked up when the server runs. */
export type ToolParent = FunctionAt | { readonly name: string };

export interface FoundTool {
  /** The name in `tools/list`; where it is made at run time, the expression, in `<…>`. */
  readonly name: string;
  readonly form: FormId;
  /** The name in the function's definition; where there is none, the registration. */
  readonly place: Place;
  /** Where it is handed to the server, when that is not a decorator of the definition. */
  readonly registration?: Place;
  /** The file that holds `definition`, else that of the registration. */
  readonly file: string;
  /** The function_definition whose signature is the tool's; undefined where it cannot be followed. */
  readonly definition: Node | undefined;
  /** The decorator nodes on the definition, from the top. */
  readonly decorators: readonly Node[];
  /** Those of `decorators` that register the tool. The wrapper goes below the last of them. Empty when a call registers it. */
  readonly registering: readonly Node[];
  /** The class that the definition is a method of. */
  readonly className?: string;
  /** Whether the first parameter is bound (`self`, `cls`): it stands before all others and callers do not pass it. */
  readonly bound: boolean;
  /** The string given as `description=` where the tool is registered, with its file. */
  readonly description?: { readonly file: string; readonly node: Node };
  /** Of a function whose signature is made when the server starts: what is passed for it. */
  readonly generated?: Generated;
  /** Low-level servers: the pair of handlers to wrap instead of a definition. */
  readonly lowLevel?: LowLevel;
  /** The tools it is made from by a function that has to name all of their arguments. */
  readonly parents: readonly ToolParent[];
  /** Whether the module of the definition has a `format_response` in scope and the tool answers through it. */
  readonly formatResponse: boolean;
  /** The reason of a `# retrofit-ignore: reason` on or above the definition. */
  readonly ignore?: string;
  /** Why the tool cannot be migrated, and the remedy; set exactly where it is unsupported. */
  readonly reason?: string;
  /** Every direct call of the function in the server, tests included. Searched for when first asked. */
  callers(): readonly CallSite[];
}
