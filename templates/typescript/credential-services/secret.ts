// SPDX-License-Identifier: MIT-0
import { defaultBase, providerOf } from "./base.js";
import { DatabaseConnectionError, nameOf } from "./errors.js";
import { loadSecretsManager } from "./packages.js";
import { fieldsOf } from "./parameter.js";
import { serviceRegion } from "./region.js";
import { setting, timeoutMs } from "./settings.js";

/**
 * The settings for a `pg` pool from the Secrets Manager secret RDS_SECRET_NAME, as RDS keeps it:
 * JSON with username, password, host, port and dbname (or database). Throws DatabaseConnectionError.
 */
export async function databaseSecret(): Promise<Record<string, unknown>> {
  const { username, password, host, port, dbname, database, sslmode } = await secretFields();
  const name = database ?? dbname;
  if ([username, password, host, name].some((field) => typeof field !== "string")) {
    throw new DatabaseConnectionError("the secret lacks username, password, host or dbname");
  }
  const where = { user: username, password, host, port: Number(port ?? 5432), database: name };
  return { ...where, sslmode };
}

async function secretFields(): Promise<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(await secretText()));
  } catch (error) {
    // A parser's message would quote the secret.
    throw new DatabaseConnectionError(`RDS_SECRET_NAME can't be read: ${nameOf(error)}`);
  }
}

async function secretText(): Promise<string> {
  const { SecretsManagerClient, GetSecretValueCommand } = await loadSecretsManager();
  const client = new SecretsManagerClient({
    region: await serviceRegion(),
    credentials: providerOf(defaultBase()),
    maxAttempts: 2,
  });
  const command = new GetSecretValueCommand({ SecretId: setting("RDS_SECRET_NAME") });
  const abortSignal = AbortSignal.timeout(2 * timeoutMs());
  return String(fieldsOf(await client.send(command, { abortSignal }))["SecretString"]);
}
