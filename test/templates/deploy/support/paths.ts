/** Where things are. */

import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../../..", import.meta.url));
export const templates = fileURLToPath(new URL("../../../../templates", import.meta.url));
export const here = fileURLToPath(new URL("..", import.meta.url));
