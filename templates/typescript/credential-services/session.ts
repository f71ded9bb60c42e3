// SPDX-License-Identifier: MIT-0
/** A set of AWS credentials, by the AWS SDK's own names. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  readonly accountId?: string;
  readonly credentialScope?: string;
}

/** What may be said about an account: nothing here is secret. */
export interface AccountInfo {
  readonly accountId: string;
  readonly alias: string;
  readonly authType: "aksk" | "iam_role";
  readonly region: string | undefined;
}

/** An account that a call runs in. `credentials` answers at once; `refresh` keeps it valid. */
export interface Session {
  readonly account: AccountInfo;
  /** The ARN of the role that was assumed. */
  readonly role?: string | undefined;
  readonly credentials: () => AwsCredentials;
  readonly refresh: () => Promise<void>;
}

/** How long before its end a session is replaced: the margin that the AWS SDK uses too. */
export const REFRESH_MARGIN_MS = 5 * 60_000;

/** Whether credentials must be replaced before they are used again. */
export function isDue(credentials: AwsCredentials, now = Date.now()): boolean {
  const { expiration } = credentials;
  return expiration !== undefined && expiration.getTime() - now < REFRESH_MARGIN_MS;
}
