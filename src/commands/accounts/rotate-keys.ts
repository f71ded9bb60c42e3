/** `retrofit accounts rotate-keys`: encrypts all secrets with the newest key. */

import { rotateKeys } from "../../accounts/rotation.js";
import { count } from "../../report/count.js";
import type { Io } from "../io.js";
import { type AccountsOutcome, onRegistry } from "./registered.js";

/** After it the older keys may go from ENCRYPTION_KEY, once every server has the newest. */
export async function rotate(io: Io): Promise<AccountsOutcome> {
  return onRegistry("refuse", io, async (database) => {
    const { fresh, already } = await rotateKeys(database);
    io.say(
      `${count(fresh, "secret")} encrypted with the newest key, ${already} had been; once every server has that key, take the older ones out of ENCRYPTION_KEY`,
    );
    return "done";
  });
}
