/** An account as it is registered, and what its parts must be. */

import { UserError } from "../errors.js";
import { isPartition, partitionOfRegion, partitions } from "./partitions.js";

/** A row of `aws_accounts`, with the name and the external id of its organization. */
export interface Account {
  /** Twelve digits. */
  readonly accountId: string;
  /** A name for people. */
  readonly alias: string;
  readonly authType: "aksk" | "iam_role";
  readonly region: string;
  readonly roleArn: string | undefined;
  readonly accessKeyId: string | undefined;
  /** A Fernet token. */
  readonly secretToken: string | undefined;
  readonly organization: string | undefined;
  readonly externalId: string | undefined;
}

/** The text, if it is an account id. Throws UserError. */
export function checkedAccountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new UserError(`${text}: an account id has 12 digits, zeros at its start among them`);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: a path, then a name of up to 64 characters.
const ROLE = /^arn:([\w-]+):iam::(\d{12}):role\/(?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,64}$/;

/**
 * The text, if it is the ARN of a role in the account. Throws UserError.
 */
export function checkedRoleArn(text: string, accountId: string): string {
  const [, partition, owner] = ROLE.exec(text) ?? [];
  if (partition === undefined || !isPartition(partition)) {
    const shown = `arn:aws:iam::${accountId}:role/NAME`;
    throw new UserError(
      `${text}: not the ARN of a role, such as ${shown} (partitions: ${partitions.join(", ")})`,
    );
  }
  if (owner === accountId) return text;
  throw new UserError(`${text}: this role is in account ${owner}, not in ${accountId}`);
}

/** The text, if it is a region's name in the partition. Throws UserError. */
export function checkedRegion(text: string, partition: string | undefined): string {
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(text)) {
    throw new UserError(`${text}: not the name of a region, such as eu-central-1`);
  }
  if (partition === undefined || partitionOfRegion(text) === partition) return text;
  throw new UserError(`${text}: this region is not in the role's partition, ${partition}`);
}

/** The text, if it is the id of a key that lasts. Throws UserError. */
export function checkedAccessKeyId(text: string): string {
  if (!/^[A-Z0-9]{16,128}$/.test(text))
    throw new UserError("--access-key-id: not an access key's id");
  if (!text.startsWith("ASIA")) return text;
  throw new UserError(
    "--access-key-id: this is a temporary key, which ends within hours; register a role instead",
  );
}

/** The text, if STS takes it for an external id. Throws UserError. */
export function checkedExternalId(text: string): string {
  if (/^[\w+=,.@:/-]{2,1224}$/.test(text)) return text;
  throw new UserError("an external id has 2 to 1224 characters: letters, digits and +=,.@:/-_");
}
