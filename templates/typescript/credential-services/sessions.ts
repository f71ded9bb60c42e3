// SPDX-License-Identifier: MIT-0
// How a call gets into an account: whether it may, then a session with the account's own keys or in its
// role by STS, then the call in it, and its line in the log.
import { authorise, callerOf, entryOf, measured, noteError, noteResult, write } from "./access.js";
import { type Account, decrypt, findAccount, waitingCache } from "./accounts.js";
import { type AwsClient, isDue, loadSts, ownClientSettings } from "./aws.js";
import {
  type AccountInfo,
  type AwsCredentials,
  asServerIdentity,
  type Call,
  currentScope,
  runInSession,
  runInSurrounding,
  type Session,
} from "./context.js";
import { setOverridesAside } from "./credentials.js";
import {
  AssumeRoleError,
  CredentialDecryptionError,
  CredentialExtractionError,
  fieldsOf,
  nameOf,
} from "./errors.js";
import { setting, stsRegion, timeoutMs } from "./settings.js";

/** A call that the server makes by itself. */
const OWN_CALL: Call = { tool: undefined, extra: undefined };

/**
 * Runs `work` in an account: every AWS client made with `accountCredentials` signs with its
 * credentials, however deep and however many calls run at once. Without an id it runs in the
 * surrounding call's account, or else with the server's own credentials, and `work`'s result comes
 * back as it is; with one it is a promise.
 *
 * In a worker or a child process this is how it takes over an account: give it the id. Whether the
 * account may be named is decided by the surrounding call, or by `call`, which can hold the caller's
 * verified token: `{ tool, extra: { authInfo } }`.
 *
 * Throws the typed errors of `errors.ts`, before `work` has begun.
 */
export function runInAccount<T>(
  accountId: string | undefined,
  work: () => T,
  call?: Call,
): T | Promise<Awaited<T>> {
  return accountId === undefined
    ? runInSurrounding(work, call)
    : runSwitched(accountId, work, call ?? currentScope()?.call ?? OWN_CALL);
}

async function runSwitched<T>(accountId: string, work: () => T, call: Call): Promise<Awaited<T>> {
  const entry = entryOf(call, accountId);
  setOverridesAside();
  try {
    const session = await measured(entry, () => permittedSession(accountId, call));
    // A call that was cancelled meanwhile must not touch the account any more.
    (fieldsOf(call.extra)["signal"] as AbortSignal | undefined)?.throwIfAborted?.();
    const result = await runInSession(session, call, work);
    noteResult(entry, result);
    return result;
  } catch (error) {
    noteError(entry, error);
    throw error;
  } finally {
    write(entry);
  }
}

async function permittedSession(accountId: string, call: Call): Promise<Session> {
  try {
    await authorise(accountId, call);
    return await openSession(accountId, call);
  } catch (error) {
    // Anything else could say too much to the caller.
    throw error instanceof CredentialExtractionError
      ? error
      : new CredentialExtractionError(error instanceof Error ? error.name : typeof error);
  }
}

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

function infoOf({ accountId, alias, authType, region }: Account): AccountInfo {
  return { accountId, alias, authType, region };
}

// --- accounts with keys -------------------------------------------------------------------------

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

const owners = waitingCache<string>(
  () => true,
  () => new AssumeRoleError("the registered keys were not checked in time"),
);

/**
 * Makes sure, once for each key, that an account's own keys belong to it: a wrong row in the
 * registry would act in another account. Throws CredentialDecryptionError where they are another
 * account's or AWS refuses them, AssumeRoleError where STS does not answer.
 */
async function checkOwner(
  accountId: string,
  credentials: AwsCredentials,
  region: string | undefined,
): Promise<void> {
  const owner = await owners.get(credentials.accessKeyId, () => askOwner(credentials, region));
  if (owner !== accountId) {
    throw new CredentialDecryptionError("the registered keys belong to another account");
  }
}

/** Forgets who owns which key. */
export function forgetOwners(): void {
  owners.clear();
}

async function askOwner(credentials: AwsCredentials, region?: string): Promise<string> {
  try {
    const { STSClient, GetCallerIdentityCommand } = await loadSts();
    const own = ownClientSettings(await stsRegion(undefined, region));
    const client = new STSClient({ ...own, credentials });
    const answer = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: timeLimit(),
    });
    return String(fieldsOf(answer)["Account"]);
  } catch (error) {
    // Only what AWS itself answered says whose fault it is. The SDK's own error quotes the request.
    const isRefused = fieldsOf(error)["$fault"] === "client";
    const Kind = isRefused ? CredentialDecryptionError : AssumeRoleError;
    throw new Kind(`the registered keys could not be checked: ${nameOf(error)}`);
  }
}

function timeLimit(): AbortSignal {
  return AbortSignal.timeout(2 * timeoutMs());
}

// --- accounts with a role -----------------------------------------------------------------------

/** A role to assume: everything that changes the session. */
interface Role {
  readonly accountId: string;
  readonly roleArn: string | undefined;
  readonly externalId: string | undefined;
  readonly region: string | undefined;
  /** What CloudTrail shows in the account, 2 to 64 characters. */
  readonly sessionName: string;
}

const DURATION_SECONDS = 3600;

const roleSessions = waitingCache<AwsCredentials>(
  (session) => !isDue(session),
  () => new AssumeRoleError("no answer in time"),
);
const clients = new Map<string, AwsClient>();

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

/**
 * Assumes a role for an hour, with the server's own credentials whichever call asks, or gives the
 * session that is still good. Throws AssumeRoleError.
 */
async function assumeRole(role: Role): Promise<AwsCredentials> {
  const { accountId, roleArn, externalId, region, sessionName } = role;
  const key = JSON.stringify([accountId, roleArn, externalId ?? null, region, sessionName]);
  return roleSessions.get(key, () => asServerIdentity(() => requestSession(role)));
}

/** Forgets every session. */
export function forgetSessions(): void {
  roleSessions.clear();
}

async function requestSession(role: Role): Promise<AwsCredentials> {
  try {
    const { AssumeRoleCommand } = await loadSts();
    const input = {
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName,
      DurationSeconds: DURATION_SECONDS,
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    };
    const client = await stsClient(await stsRegion(role.roleArn, role.region));
    const answer = await client.send(new AssumeRoleCommand(input), { abortSignal: timeLimit() });
    return credentialsFrom(answer, role.accountId);
  } catch (error) {
    // The SDK's own error quotes the request.
    throw error instanceof AssumeRoleError ? error : new AssumeRoleError(nameOf(error));
  }
}

async function stsClient(region: string): Promise<AwsClient> {
  const { STSClient } = await loadSts();
  const client = clients.get(region) ?? new STSClient(ownClientSettings(region));
  clients.set(region, client);
  return client;
}

function credentialsFrom(answer: unknown, accountId: string): AwsCredentials {
  const { AssumedRoleUser, Credentials } = fieldsOf(answer);
  const assumed = String(fieldsOf(AssumedRoleUser)["Arn"]).split(":")[4];
  if (assumed !== accountId) throw new AssumeRoleError("the role belongs to another account");
  const keys = fieldsOf(Credentials) as {
    AccessKeyId: string;
    SecretAccessKey: string;
    SessionToken: string;
    Expiration: Date;
  };
  return {
    accountId,
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
    expiration: keys.Expiration,
  };
}

/** A session's name as CloudTrail shows it: server, tool and caller, at most 64 characters. */
function sessionName(call: Call): string {
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
