/** `retrofit accounts remove`: takes an account out of the registry. */

import { checkedAccountId } from "../../accounts/account.js";
import { removeAccount } from "../../accounts/registry.js";
import type { Io } from "../io.js";
import { type AccountsOutcome, onRegistry } from "./registered.js";

/** Removes the account; servers may go on using it for as long as they remember it. */
export async function forgetAccount(id: string, io: Io): Promise<AccountsOutcome> {
  const accountId = checkedAccountId(id);
  return onRegistry("refuse", io, async (database) => {
    const { alias } = await removeAccount(database, accountId);
    io.say(
      `removed ${accountId} (${alias}) from ${database.place}; servers forget it within a minute`,
    );
    return "done";
  });
}
