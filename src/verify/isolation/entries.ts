/** Roles are entered by the server's own keys, with the external id. */

import type { Findings } from "../findings.js";
import { B, BASE } from "../start/accounts.js";
import type { Traffic } from "../traffic.js";
import { accountNamed } from "./callers.js";

/** Looks at every AssumeRole so far. */
export function checkEntries(traffic: Traffic, findings: Findings): void {
  for (const { signer, assumed } of traffic.entries()) {
    const request = `sts:AssumeRole ${assumed?.roleArn}`;
    if (signer && signer.accountId !== BASE.id) {
      findings.serverFault({
        check: "isolation",
        message: `AssumeRole was signed by ${accountNamed(signer.accountId)} and not by the server's own keys`,
        request,
        key: signer.keyId,
      });
    }
    if (assumed?.roleArn.includes(B.id) && assumed.externalId !== B.externalId) {
      const how = assumed.externalId === undefined ? "without the" : "with a wrong";
      const message = `AssumeRole came ${how} external id`;
      findings.serverFault({ check: "isolation", message, request });
    }
  }
}
