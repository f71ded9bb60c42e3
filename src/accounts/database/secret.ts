/** The login of the account database, from AWS Secrets Manager. */

import { AccountError, nameOf } from "../errors.js";
import { firstRegionOf } from "../partitions.js";
import { ownRegion } from "../region.js";
import { timeoutMs } from "../settings.js";

/**
 * A postgresql:// URL from a secret as RDS keeps it: JSON with username, password, host, port and dbname (or
 * database). Read with the base credentials of this machine. Throws AccountError.
 */
export async function databaseSecret(name: string): Promise<URL> {
  const fields = fieldsOf(await secretText(name));
  const { username, password, host, port = 5432, sslmode } = fields ?? {};
  const database = fields?.database ?? fields?.dbname;
  if (![username, password, host, database].every((field) => typeof field === "string")) {
    throw new AccountError(`the secret ${name} lacks username, password, host or dbname`);
  }
  const part = (value: unknown) => encodeURIComponent(String(value));
  const login = `${part(username)}:${part(password)}`;
  const url = new URL(`postgresql://${login}@${host}:${port}/${part(database)}`);
  if (typeof sslmode === "string") url.searchParams.set("sslmode", sslmode);
  return url;
}

async function secretText(name: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  const region = (await ownRegion()) ?? firstRegionOf("aws");
  const client = new SecretsManagerClient({ region, maxAttempts: 2 });
  try {
    const abortSignal = AbortSignal.timeout(2 * timeoutMs());
    const answer = await client.send(new GetSecretValueCommand({ SecretId: name }), {
      abortSignal,
    });
    return answer.SecretString ?? "";
  } catch (error) {
    throw new AccountError(`the secret ${name} (RDS_SECRET_NAME) cannot be read: ${nameOf(error)}`);
  } finally {
    client.destroy();
  }
}

/** A parser's message would quote the secret. */
function fieldsOf(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
