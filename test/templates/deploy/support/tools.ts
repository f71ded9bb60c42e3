/** Linters and the AWS CLI, from Python's package index: exact versions, the same everywhere. */

import { join } from "node:path";
import { here } from "./paths.js";
import { pythonEnvironment } from "./python-environment.js";

/** The folder in which hadolint, shellcheck, aws and uv are. */
export function tools(): Promise<string> {
  return pythonEnvironment(join(here, "requirements/tools.txt"));
}
