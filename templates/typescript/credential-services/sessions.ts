// SPDX-License-Identifier: MIT-0
import type { Account } from "./account.js";
import { findAccount } from "./accounts.js";
import { assumeRole, type Role } from "./assume-role.js";
import { callerOf } from "./authorise.js";
import { CredentialDecryptionError } from "./errors.js";
import { decrypt } from "./fernet.js";
import { checkOwner } from "./key-owner.js";
import type { Call } from "./scope.js";
import { type AccountInfo, isDue, type Session } from "./session.js";
import { setting } from "./settings.js";

// An account is looked up anew each minute; until then its key is decrypted once.
const keySessions = new WeakMap<Account, Session>();

/**
 * Opens a session in a registered account: with its own key, or in its role. Throws the typed
 * errors of `errors.ts`.
 */
export async function openSession(accountId: string, call: Call): Promise<Session> {
  const account = await findAccount(accountId);
  if (account.authType === "iam_role") return roleSession(account, call);
  const session = keySessions.get(account) ?? (await keySession(account));
  keySessions.set(account, session);
  return session;
}

async function keySession(account: Account): Promise<Session> {
  const { accountId, region } = account;
  const { accessKeyId, secretAccessKey, secretAccessKeyEncrypted: token } = account;
  const secret = secretAccessKey ?? (token === undefined ? undefined : decrypt(token));
  if (accessKeyId === undefined || secret === undefined) {
    throw new CredentialDecryptionError("the account has no access key or no secret");
  }
  const credentials = { accountId, accessKeyId, secretAccessKey: secret };
  await checkOwner(accountId, credentials, region);
  return {
    account: infoOf(account),
    credentials: () => credentials,
    refresh: async () => undefined,
  };
}

async function roleSession(account: Account, call: Call): Promise<Session> {
  const { accountId, roleArn, externalId, region } = account;
  const role: Role = { accountId, roleArn, externalId, region, sessionName: sessionName(call) };
  let current = await assumeRole(role);
  return {
    account: infoOf(account),
    role: roleArn,
    credentials: () => current,
    refresh: async () => {
      if (isDue(current)) current = await assumeRole(role);
    },
  };
}

function infoOf({ accountId, alias, authType, region }: Account): AccountInfo {
  return { accountId, alias, authType, region };
}

/** A session's name as CloudTrail shows it: server, tool and caller, at most 64 characters. */
export function sessionName(call: Call): string {
  const caller = callerOf(call.extra);
  const server = setting("MCP_SERVER_NAME") ?? setting("npm_package_name") ?? "mcp-server";
  const parts = [server, call.tool].filter((part) => part !== undefined);
  const cut = parts.map((part) => accepted(part).slice(0, 24));
  if (caller !== undefined) cut.push(accepted(caller));
  return cut.join(".").slice(0, 64);
}

/** STS takes only some characters. */
function accepted(part: unknown): string {
  return String(part).replace(/[^\w+=,.@-]+/g, "-");
}
