/** A change of the encryption key. */

import type { Database } from "./database/database.js";
import { AccountError } from "./errors.js";
import { decrypt, encrypt, encryptionKeys } from "./fernet.js";
import { allAccounts } from "./registry.js";

export interface Rotated {
  /** How many secrets were encrypted anew. */
  readonly fresh: number;
  /** How many had been encrypted with the newest key already. */
  readonly already: number;
}

/**
 * Encrypts every stored secret with the newest key of ENCRYPTION_KEY, all or none.
 * Throws UserError without a usable key, AccountError where a secret is of none of the keys.
 */
export async function rotateKeys(database: Database): Promise<Rotated> {
  const [newest, ...older] = encryptionKeys();
  return database.transaction(async () => {
    const stored = (await allAccounts(database)).filter(({ secretToken }) => secretToken);
    const old = stored.filter(
      ({ secretToken = "" }) => decrypt(secretToken, [newest]) === undefined,
    );
    const secrets = old.map(({ secretToken = "" }) => decrypt(secretToken, older));
    const unread = old.filter((_, index) => secrets[index] === undefined);
    if (unread.length > 0) {
      const ids = unread.map(({ accountId }) => accountId).join(", ");
      throw new AccountError(
        `no key of ENCRYPTION_KEY decrypts the secret of ${ids}: nothing was changed; list the key that does too, or add the account again`,
      );
    }
    for (const [index, { accountId }] of old.entries()) {
      await database.query(
        "UPDATE aws_accounts SET secret_access_key_encrypted = ? WHERE account_id = ?",
        [encrypt(secrets[index] ?? "", newest), accountId],
      );
    }
    return { fresh: old.length, already: stored.length - old.length };
  });
}
