/** Small servers in every layout that is told apart: what they hold, how they are built, how they are started. */

import { ofBackends } from "./backends.js";
import { inCheckouts } from "./checkouts.js";
import type { ServerLayout } from "./pieces.js";
import { ofSetuptools } from "./setuptools.js";

export const layouts: readonly ServerLayout[] = [
  ...[...ofBackends, ...ofSetuptools].map((one) => ({ installed: "inventory.server", ...one })),
  ...inCheckouts,
];
