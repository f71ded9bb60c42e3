/** Which of a server's files are its own production code. */

import { relative, sep } from "node:path";
import type { Server } from "../../../types.js";

/** The folder that is copied into servers; nothing in it is looked at. */
export const servicesName = "credential-services";

const testFolder = /^(tests?|__tests__|__mocks__|__fixtures__|e2e|spec)$/;
const testName = /[.-](test|tests|spec|e2e|mock|bench|stories)\.[cm]?[jt]sx?$/;

/** Whether a file holds tests, or serves only them. */
export function isTestFile(server: Server, path: string): boolean {
  const parts = relative(server.root, path).split(sep);
  return testName.test(path) || parts.slice(0, -1).some((part) => testFolder.test(part));
}

/** Whether a file lies in a copied services folder. */
export function isServicesFile(path: string): boolean {
  return path.split(sep).includes(servicesName);
}

/** Whether a file configures a tool of the developer's, e.g. vitest.config.ts. */
function isConfigFile(path: string): boolean {
  return /(^|[\\/])(\.[\w-]+rc|[\w.-]+\.config|gulpfile|gruntfile)\.[cm]?[jt]s$/i.test(path);
}

/** The files that make up the running server: without tests, tools' settings and the services folder. */
export function productionFiles(server: Server): string[] {
  return server.files.filter(
    (path) => !isTestFile(server, path) && !isServicesFile(path) && !isConfigFile(path),
  );
}
