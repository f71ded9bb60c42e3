/** `retrofit accounts generate-key`: prints a new ENCRYPTION_KEY. */

import { newKey } from "../../accounts/fernet.js";
import type { Io } from "../io.js";

export function generateKey(io: Io): "done" {
  io.out(`${newKey()}\n`);
  return "done";
}
