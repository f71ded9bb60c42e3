/** Where this package is installed. */

import { fileURLToPath } from "node:url";

/** The package's root, with a slash at its end: this module and the built one lie just below it. */
export const packageRoot = fileURLToPath(new URL("../", import.meta.url));
