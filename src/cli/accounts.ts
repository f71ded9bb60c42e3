/** The command line of `accounts`. */

import { type Command, Option } from "commander";
import type { AddOptions } from "../commands/accounts/add.js";
import type { ImportOptions } from "../commands/accounts/import-profiles.js";
import type { ListOptions } from "../commands/accounts/list.js";
import type { Io } from "../commands/io.js";
import type { Finish } from "./finish.js";

export function addAccounts(program: Command, io: Io, finish: Finish): void {
  const accounts = program
    .command("accounts")
    .description(
      "look after the accounts that retrofitted servers may act in: exit 0 done, 1 an account or the database failed, 2 wrong usage",
    )
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .exitOverride();
  const command = (name: string, description: string): Command =>
    accounts
      .command(name)
      .description(description)
      .helpOption("-h, --help", "show this help")
      .exitOverride();
  addAdd(command, io, finish);
  addOthers(command, io, finish);
}

type NewCommand = (name: string, description: string) => Command;

function addAdd(command: NewCommand, io: Io, finish: Finish): void {
  command("add", "register an account, or replace it; the tables are made if need be")
    .argument("<account-id>", "12 digits")
    .option("--alias <name>", "a name for people (the account's id)")
    .option("--region <region>", "where its tools work (us-east-1, or the first of the partition)")
    .option("--role-arn <arn>", "the role that is assumed in it")
    .option("--organization <name>", "whose external id the role asks for")
    .option("--external-id <id>", "the external id that the role asks for")
    .option(
      "--access-key-id <id>",
      "keys instead of a role; the secret is asked for, or read from standard input",
    )
    .action(async (id: string, options: AddOptions) => {
      const { addAccount } = await import("../commands/accounts/add.js");
      finish(await addAccount(id, options, io));
    });
}

function addOthers(command: NewCommand, io: Io, finish: Finish): void {
  command("list", "list the accounts, without their secrets")
    .addOption(new Option("--format <format>", "how").choices(["text", "json"]))
    .action(async (options: ListOptions) => {
      const { listAccounts } = await import("../commands/accounts/list.js");
      finish(await listAccounts(options, io));
    });
  command("remove", "take an account out of the registry")
    .argument("<account-id>", "12 digits")
    .action(async (id: string) => {
      const { forgetAccount } = await import("../commands/accounts/remove.js");
      finish(await forgetAccount(id, io));
    });
  command("test", "assume the account's role, or use its keys, and say who AWS says that is")
    .argument("<account-id>", "12 digits")
    .action(async (id: string) => {
      const { testAccount } = await import("../commands/accounts/test.js");
      finish(await testAccount(id, io));
    });
  command("import-profiles", "register the roles that the AWS configuration file has profiles for")
    .option("--yes", "add them without asking")
    .action(async (options: ImportOptions) => {
      const { importProfiles } = await import("../commands/accounts/import-profiles.js");
      finish(await importProfiles(options, io));
    });
  command("rotate-keys", "encrypt all secrets with the first key of ENCRYPTION_KEY").action(
    async () => {
      const { rotate } = await import("../commands/accounts/rotate-keys.js");
      finish(await rotate(io));
    },
  );
  command("generate-key", "print a new ENCRYPTION_KEY").action(async () => {
    const { generateKey } = await import("../commands/accounts/generate-key.js");
    finish(generateKey(io));
  });
}
