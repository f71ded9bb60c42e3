/** What each library's form hands over: a handler that no tool call leads to, and how it is wrapped. */

import type { Values } from "../../evaluate/value.js";
import type { Change, Refusal } from "../../migrate/service-names.js";
import type { ts } from "../../source/compiler.js";

export interface OtherHandler {
  /** The handler, or what holds it: where the finding is shown. */
  readonly node: ts.Node;
  /** Where it is registered: a comment `retrofit-ignore: reason` counts there. */
  readonly registration: ts.Node;
  /** The functions that it may be. */
  readonly values: Values;
  readonly isWrapped: boolean;
  /** How it is wrapped; asked for only where it is not. */
  change(): Change | Refusal;
}
