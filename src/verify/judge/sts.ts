/**
 * STS, where accounts are entered: AssumeRole, and who somebody is. It needs no model. Its other operations are
 * answered from the model, with keys that are issued too.
 */

import type { IssuedKey, Keys } from "./keys.js";
import type { Form } from "./operations/route.js";
import { wrapQuery } from "./protocols/query.js";
import type { WireAnswer } from "./protocols/wire.js";
import { element, escapeXml } from "./protocols/xml.js";
import type { Account, AssumedRole, Signer } from "./types.js";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
const HOUR = 3600;

export interface StsAnswer {
  /** Missing where it is denied. */
  readonly answer?: WireAnswer;
  readonly assumed?: AssumedRole;
}

/** The actions that are answered here. */
export function isSts(action: string | undefined): boolean {
  return action === "AssumeRole" || action === "GetCallerIdentity";
}

/** Answers one of these actions. */
export function answerSts(
  form: Form,
  signer: Signer,
  accounts: ReadonlyMap<string, Account>,
  keys: Keys,
  requestId: string,
): StsAnswer {
  if (form.get("Action") === "AssumeRole")
    return assumeRole(form, signer, accounts, keys, requestId);
  const members = elements({
    Arn: arnOf(signer),
    UserId: signer.keyId,
    Account: signer.accountId,
  });
  return { answer: wrapQuery("GetCallerIdentity", members, requestId, NAMESPACE) };
}

function assumeRole(
  form: Form,
  signer: Signer,
  accounts: ReadonlyMap<string, Account>,
  keys: Keys,
  requestId: string,
): StsAnswer {
  const assumed = {
    roleArn: form.get("RoleArn") ?? "",
    sessionName: form.get("RoleSessionName") ?? "",
    externalId: form.get("ExternalId"),
    by: signer.keyId,
  };
  const account = accounts.get(assumed.roleArn.split(":")[4] ?? "");
  if (!account || !mayEnter(account, assumed)) return { assumed };
  const lifetime = Number(form.get("DurationSeconds") ?? HOUR);
  const key = keys.issue(account.id, { kind: "role", ...assumed }, lifetime);
  const user = elements({
    AssumedRoleId: `${key.accessKeyId}:${assumed.sessionName}`,
    Arn: arnOf({ accountId: account.id, keyId: key.accessKeyId, origin: key.origin }),
  });
  const members = element("Credentials", credentials(key)) + element("AssumedRoleUser", user);
  return { assumed, answer: wrapQuery("AssumeRole", members, requestId, NAMESPACE) };
}

function mayEnter({ assumable = true, externalId }: Account, asked: AssumedRole): boolean {
  return assumable && (externalId === undefined || externalId === asked.externalId);
}

function credentials({ accessKeyId, secretAccessKey, sessionToken = "", expires = 0 }: IssuedKey) {
  return elements({
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expires).toISOString(),
  });
}

function arnOf({ accountId, origin }: Signer): string {
  if (origin.kind !== "role") return `arn:aws:iam::${accountId}:user/example`;
  const role = origin.roleArn.split("/").at(-1);
  return `arn:aws:sts::${accountId}:assumed-role/${role}/${origin.sessionName}`;
}

function elements(texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts)
    .map(([name, text]) => element(name, escapeXml(text)))
    .join("");
}
