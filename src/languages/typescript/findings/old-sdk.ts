/** The AWS SDK v2: its clients, and the one configuration that all of them share. */

import type { Finding } from "../../../types.js";
import { type Outside, outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { bare, propertyOf } from "../source/nodes.js";
import { type Context, report } from "./report.js";

/** Whether a package has clients of the old SDK. */
export function isOldSdk(module: string): boolean {
  return module === "aws-sdk" || module.startsWith("aws-sdk/clients/");
}

/** Of its exports, those that are no services: credentials, loaders, what requests are made with. */
const helpers =
  /^(Config|ConfigurationOptions|(\w*Credentials|\w*TokenProvider(Chain)?|Token|CredentialProviderChain)|\w*Loader|Endpoint(Cache)?|HttpRequest|HttpResponse|HttpClient|\w+HttpClient|XHRClient|Request|Response|Service|Signers(\.\w+)?|MetadataService|EventListeners|SequentialExecutor|ResourceWaiter|ParamValidator|Model(\.\w+)?|JSON(\.\w+)?|XML(\.\w+)?|DynamoDBSet|DynamoDB\.Converter|CloudFront\.Signer|util(\.\w+)*)$/;

/** Services whose requests carry a token instead of a signature. */
const withToken = /^(SSO|SSOOIDC|CodeCatalyst)$/i;

/** Whether an export of a package is a client of the old SDK. */
export function isOldClient(module: string, name: string): boolean {
  if (!isOldSdk(module) || !/^([A-Z?]|default$|\*$)/.test(name)) return false;
  const isWhole = name === "default" || name === "*";
  const service = isWhole ? (/^aws-sdk\/clients\/(?!all$)(\w+)$/.exec(module)?.[1] ?? "") : name;
  return service !== "" && !helpers.test(service) && !withToken.test(service);
}

const shared =
  /^config(\.(credentials|credentialProvider|accessKeyId|secretAccessKey|sessionToken))?$/;
const keys = [
  "credentials",
  "credentialProvider",
  "accessKeyId",
  "secretAccessKey",
  "sessionToken",
];

/** `AWS.config.update({ credentials })` and the like: one account's credentials for every client there is. */
export function findSharedConfig(node: ts.Node, context: Context): Finding | undefined {
  const target = ts.isCallExpression(node) ? node.expression : assignedBy(node);
  if (!target || !/\bconfig\b/.test(target.getText())) return undefined;
  const isShared = outsideOf(context.evaluator, target).some((each) => sets(each, node));
  if (!isShared) return undefined;
  const message = `${target.getText()} sets one account's credentials for every client of the AWS SDK v2`;
  return report("aws-sdk-v2", node, message, configRemedy);
}

const configRemedy =
  "move what uses it to the AWS SDK for JavaScript v3, whose clients take the credentials of each call, and leave this out";

function sets({ module, name }: Outside, node: ts.Node): boolean {
  if (!/^aws-sdk(\/global)?$/.test(module)) return false;
  if (!ts.isCallExpression(node)) return shared.test(name);
  if (name === "config.loadFromPath") return true;
  return name === "config.update" && mayHoldKeys(node.arguments[0]);
}

function mayHoldKeys(options: ts.Expression | undefined): boolean {
  const value = options && bare(options);
  if (!value) return false;
  if (!ts.isObjectLiteralExpression(value)) return true;
  return keys.some((key) => propertyOf(value, key)) || value.properties.some(ts.isSpreadAssignment);
}

function assignedBy(node: ts.Node): ts.Expression | undefined {
  const isAssignment =
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssignment ? bare(node.left) : undefined;
}
