/** Which classes of which packages sign requests with credentials of their own. */

import type { Outside } from "../evaluate/outside.js";
import { isOldClient, isOldSdk } from "./old-sdk.js";

/**
 * - client: takes `credentials` in its configuration, which may be missing;
 * - signer: the same, and the configuration is never missing;
 * - presigner: as a signer, but often given the configuration of a client;
 * - sdk-v2: a client of the old SDK, which can't be switched.
 */
export type ClientKind = "client" | "signer" | "presigner" | "sdk-v2";

const signers: ReadonlyMap<string, readonly string[]> = new Map([
  ["@smithy/signature-v4", ["SignatureV4"]],
  ["@smithy/signature-v4a", ["SignatureV4a"]],
  ["@aws-sdk/signature-v4", ["SignatureV4"]],
  ["@aws-sdk/signature-v4-multi-region", ["SignatureV4MultiRegion"]],
  ["@aws-sdk/signature-v4-crt", ["CrtSignerV4"]],
  ["@aws-sdk/rds-signer", ["Signer"]],
  ["@aws-sdk/dsql-signer", ["DsqlSigner"]],
]);

/** The kind of a class, or undefined where it signs nothing. */
export function clientKind({ module, name }: Outside): ClientKind | undefined {
  if (module.startsWith("@aws-sdk/client-"))
    return isServiceClass(module, name) ? "client" : undefined;
  if (module === "@aws-sdk/s3-request-presigner") {
    return name === "S3RequestPresigner" ? "presigner" : undefined;
  }
  if (signers.get(module)?.some((each) => each === name || name === "?")) return "signer";
  return isOldClient(module, name) ? "sdk-v2" : undefined;
}

/** Whether this is a package of clients, or the whole of the old SDK. */
export function isOfClients({ module, name }: Outside): boolean {
  const isWhole = name === "*" || name === "default";
  return isWhole && (module.startsWith("@aws-sdk/client-") || isOldSdk(module));
}

/**
 * `S3Client`, and the aggregated `S3`, whose name is the package's without hyphens: both are derived
 * from the service's id. Commands and exceptions are not clients.
 */
function isServiceClass(module: string, name: string): boolean {
  if (name === "?") return true;
  if (name.includes(".")) return false;
  if (name.endsWith("Client") && !name.startsWith("_")) return true;
  const service = module.slice("@aws-sdk/client-".length).replaceAll("-", "");
  return name.toLowerCase() === service;
}
