/** Which services a request can mean. */

import type { Metadata, Model } from "./model.js";
import type { ModelSource } from "./source.js";

export interface Catalog {
  /** The services that sign with this name, those whose own name it is first. */
  signedAs(signingName: string): readonly Model[];
  /** The service with this prefix in X-Amz-Target, or in the path of smithy-rpc-v2-cbor. */
  targeted(prefix: string): readonly Model[];
  /** The query services with this version of their API. */
  versioned(apiVersion: string): readonly Model[];
  /** The services whose hosts have this as one of their labels. */
  hosted(host: string): readonly Model[];
  /** The services that take requests without a signature's scope: unsigned ones, and bearer tokens. */
  withoutScope(): readonly Model[];
}

/** Names that hosts' rules give some requests in place of the service's own. */
const otherNames: Record<string, string> = {
  "s3-outposts": "s3",
  "s3-object-lambda": "s3",
  s3express: "s3",
  IngestionService: "importexport",
};

/** Of botocore's models those with operations of the authtype `none`, or that bearer tokens are for. */
const takeNoScope = new Set([
  ...["cognito-identity", "cognito-idp", "signin", "sso", "sso-oidc", "sts"],
  ...[
    "account-access-runtime",
    "codecatalyst",
    "bedrock-runtime",
    "bedrock",
    "bedrock-agent-runtime",
  ],
]);

export function createCatalog(source: ModelSource): Catalog {
  const where = (matches: (metadata: Metadata, name: string) => boolean, first = "") =>
    [...source.services]
      .filter(([name, metadata]) => matches(metadata, name))
      .map(([name]) => name)
      .sort((a, b) => Number(b === first) - Number(a === first))
      .map((name) => source.load(name));
  return {
    signedAs(signingName) {
      const names = [signingName, otherNames[signingName]];
      const matches = (own: Metadata) => names.includes(own.signingName ?? own.endpointPrefix);
      return where(matches, otherNames[signingName] ?? signingName);
    },
    targeted: (prefix) => where(({ targetPrefix }) => targetPrefix === prefix),
    versioned: (version) =>
      where(({ apiVersion, protocol }) => apiVersion === version && isQuery(protocol)),
    hosted(host) {
      const labels = host.toLowerCase().split(".");
      return where(({ endpointPrefix }) => labels.includes(endpointPrefix));
    },
    withoutScope: () => where((_, name) => takeNoScope.has(name)),
  };
}

function isQuery(protocol: string): boolean {
  return protocol === "query" || protocol === "ec2";
}
