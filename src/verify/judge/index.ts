/**
 * The judge: a local AWS endpoint that checks every signature, refuses keys that nobody issued, answers from the
 * services' own models, and writes down who signed what.
 */

import { answerRequest } from "./answer.js";
import { createRemoved } from "./answers/removed.js";
import { createKeys, type IssuedKey } from "./keys.js";
import { createLedger } from "./ledger.js";
import { botocoreModels } from "./models/botocore.js";
import { createCatalog } from "./models/catalog.js";
import { shippedModels } from "./models/shipped.js";
import type { ModelSource } from "./models/source.js";
import { listen } from "./server.js";
import { judgeAddress } from "./signed-address.js";
import type { Credentials, Judge, JudgedRequest, JudgeOptions } from "./types.js";

export type * from "./types.js";

const HOUR = 3600;

/** Starts a judge on a free port of 127.0.0.1. Rejects where no port can be had. */
export async function startJudge(options: JudgeOptions): Promise<Judge> {
  const ledger = createLedger();
  const keys = createKeys();
  const models = modelsOf(options);
  const world = {
    accounts: new Map(options.accounts.map((account) => [account.id, account])),
    keys,
    catalog: createCatalog(models ?? { services: new Map(), load: unloadable }),
    removed: createRemoved(),
    engine: options.engine,
  };
  const endpoint = await listen(
    async (request) => {
      const time = Date.now();
      const { answer, judged } = await answerRequest(request, { ...world, url: endpoint.url });
      ledger.add({ time, ...judged });
      return answer;
    },
    (host) => ledger.add(tunnelTo(host)),
  );
  return {
    url: endpoint.url,
    base: credentialsOf(keys.issue(options.base, { kind: "base" })),
    modelsProblem: models ? undefined : "this installation has no models of AWS services",
    issue: (accountId, { temporary = false } = {}) =>
      credentialsOf(keys.issue(accountId, { kind: "issued" }, temporary ? HOUR : undefined)),
    issueBearer: (accountId) => keys.issueBearer(accountId),
    readAddress: (address) => {
      const judged = judgeAddress(address, keys);
      if (judged) ledger.add({ time: Date.now(), ...judged });
    },
    requests: (since) => ledger.since(since),
    mark: () => ledger.mark(),
    close: () => endpoint.close(),
  } satisfies Judge;
}

function modelsOf({ models }: JudgeOptions): ModelSource | undefined {
  return (models === undefined ? undefined : botocoreModels(models)) ?? shippedModels();
}

function unloadable(service: string): never {
  throw new Error(`no model of ${service}`);
}

function credentialsOf({
  origin: _origin,
  expires: _expires,
  ...credentials
}: IssuedKey): Credentials {
  return credentials;
}

function tunnelTo(host: string): Omit<JudgedRequest, "index"> {
  const request = { method: "CONNECT", host, target: host, proxied: true } as const;
  return { time: Date.now(), ...request, verdict: "tunnel", scheme: "none" };
}
