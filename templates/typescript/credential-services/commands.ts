// SPDX-License-Identifier: MIT-0
import { parseArgs } from "node:util";
import { closeDatabase } from "./database.js";
import { CredentialExtractionError, nameOf } from "./errors.js";
import { encrypt, newKey } from "./fernet.js";
import { whoAmI } from "./key-owner.js";
import { accountIdFrom, PARAMETER } from "./parameter.js";
import { createTables, listAccounts, saveAccount, saveOrganization } from "./registry.js";
import { openSession } from "./sessions.js";
import { hasDatabase } from "./settings.js";

export const USAGE = `Look after the accounts of this server. Run this file with one of:

  generate-key                     print a new ENCRYPTION_KEY
  add <account id> --alias <name> [--region <region>]
      --role-arn <arn> [--organization <name> [--external-id <id>]]
      | --access-key-id <id>       (the secret is read from standard input)
  list
  test <account id>                ask AWS who the account is`;

const OPTIONS = {
  alias: { type: "string" },
  region: { type: "string" },
  "role-arn": { type: "string" },
  organization: { type: "string" },
  "external-id": { type: "string" },
  "access-key-id": { type: "string" },
} as const;

type Given = ReturnType<typeof parse>;

/** Where a command reads and writes: the terminal, or a test. */
export interface Terminal {
  print(line: string): void;
  complain(line: string): void;
  askSecret(): Promise<string>;
}

/** Runs one command. The exit code: 0 done, 1 an account or the database failed, 2 wrong usage. */
export async function runCommand(args: string[], terminal: Terminal): Promise<number> {
  let given: Given;
  try {
    given = parse(args);
  } catch (error) {
    terminal.complain(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  try {
    return await dispatch(given, terminal);
  } catch (error) {
    if (!(error instanceof CredentialExtractionError)) throw error;
    terminal.complain(`${error.errorType}: ${error.detail ?? error.message}`);
    return 1;
  } finally {
    await closeDatabase();
  }
}

function parse(args: string[]) {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [command, account] = positionals;
  return { command, accountId: accountIdFrom({ [PARAMETER]: account }), values };
}

async function dispatch(given: Given, terminal: Terminal): Promise<number> {
  const { command, accountId } = given;
  if (command === "generate-key") {
    terminal.print(newKey());
    return 0;
  }
  if (command === "list") return list(terminal);
  if (command === "add" && accountId !== undefined) return add(accountId, given, terminal);
  if (command === "test" && accountId !== undefined) return test(accountId, terminal);
  terminal.complain(USAGE);
  return 2;
}

async function add(accountId: string, { values }: Given, terminal: Terminal): Promise<number> {
  const { alias, region = "us-east-1", organization } = values;
  const roleArn = values["role-arn"];
  const accessKeyId = values["access-key-id"];
  if (alias === undefined || (roleArn === undefined) === (accessKeyId === undefined)) {
    terminal.complain("Give --alias, and either --role-arn or --access-key-id.");
    return 2;
  }
  const secretAccessKeyEncrypted =
    accessKeyId === undefined ? undefined : encrypt(await terminal.askSecret());
  await createTables();
  if (organization !== undefined) await saveOrganization(organization, values["external-id"]);
  const account = { accountId, alias, region, roleArn, accessKeyId, organization };
  await saveAccount({ ...account, secretAccessKeyEncrypted });
  terminal.print(`added ${accountId} (${alias})`);
  return 0;
}

async function list(terminal: Terminal): Promise<number> {
  for (const { accountId, authType, region = "", alias } of await listAccounts(hasDatabase())) {
    terminal.print(`${accountId}  ${authType.padEnd(8)}  ${region.padEnd(14)}  ${alias}`);
  }
  return 0;
}

async function test(accountId: string, terminal: Terminal): Promise<number> {
  const session = await openSession(accountId, { tool: "test", extra: undefined });
  const { alias, region } = session.account;
  try {
    const { arn } = await whoAmI(session.credentials(), region);
    terminal.print(`${accountId} (${alias}): ${arn}`);
    return 0;
  } catch (error) {
    terminal.complain(`AWS refused the credentials: ${nameOf(error)}`);
    return 1;
  }
}
