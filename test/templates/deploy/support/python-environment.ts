import { dirname } from "node:path";
import { ensurePythonEnv } from "../../../support/python-env.js";

/** The `bin` folder of an environment in which the file's requirements are installed. */
export async function pythonEnvironment(requirements: string): Promise<string> {
  return dirname(await ensurePythonEnv(requirements));
}
