/** What the TypeScript services see of the account database: what services.py prints of Python's, for the same arguments. */

import { once } from "node:events";
import { forgetAccounts } from "../../templates/typescript/credential-services/accounts.js";
import {
  forgetSessions,
  openSession,
} from "../../templates/typescript/credential-services/sessions.js";

const [first = "", ...others] = process.argv.slice(2);
const isAgain = first === "--again";
const ids = isAgain ? others : [first, ...others];

await lookUp();
if (isAgain) {
  await once(process.stdin.resume(), "data");
  forgetAccounts();
  forgetSessions();
  await lookUp();
}
process.exit();

async function lookUp(): Promise<void> {
  for (const id of ids) {
    const { account, credentials } = await openSession(id, { tool: "test", extra: undefined });
    const { accessKeyId, sessionToken } = credentials();
    const { accountId, alias, region } = account;
    const found = [accountId, alias, region, accessKeyId, sessionToken !== undefined];
    console.log(JSON.stringify(found));
  }
}
