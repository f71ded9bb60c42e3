/**
 * Packages that sign requests to AWS themselves, other than the AWS SDK. By their documentation each takes credentials
 * from its options, or else from the server's environment when it is made.
 */

import { isAws } from "../project/module-names.js";

export interface AwsPackage {
  readonly module: RegExp;
  /** Its exports that sign; members of an export with a dot, as `outsideOf` names them. */
  readonly names: RegExp;
  readonly remedy: string;
  /** Whether what it is given does not help, since it keeps what it made for all calls. */
  readonly keepsAll?: true;
}

const credentials = "give it `credentials: accountCredentials()`, or a client that is made here";
const inCall =
  "make it inside the call, with the keys of the call: `const keys = await accountCredentials()()`";
const askSdk = "ask a client of the AWS SDK in each call instead";

/** Those whose options are known, the more exact ones first. */
const known: readonly AwsPackage[] = [
  { module: /^@langchain\/aws$/, names: /^[A-Z]/, remedy: credentials },
  {
    module: /^@?langchain(?:\/community)?\/.*(?:aws|amazon|bedrock|dynamodb|s3|sagemaker)/,
    names: /^[A-Z]/,
    remedy: credentials,
  },
  {
    module: /^@ai-sdk\/amazon-bedrock(?:\/|$)/,
    names: /^(?:bedrock\w*(?:\.\w+)?|createAmazonBedrock|createBedrock\w*)$/,
    remedy: "make it by `createAmazonBedrock({ credentialProvider: accountCredentials() })`",
  },
  {
    module: /^@anthropic-ai\/bedrock-sdk$/,
    names: /^(?:default|\*|AnthropicBedrock\w*)$/,
    remedy: "give it `providerChainResolver: async () => accountCredentials()`",
  },
  {
    module: /^@llamaindex\/(?:aws|community)$/,
    names: /^Bedrock\w*$|^\w*Amazon\w*$/,
    remedy: inCall,
  },
  {
    module: /^@strands-agents\/sdk(?:\/|$)/,
    names: /^BedrockModel$/,
    remedy: "give it `clientConfig: { credentials: accountCredentials() }`",
  },
  {
    module: /^@opensearch-project\/opensearch(?:\/|$)/,
    names: /^AwsSigv4Signer$/,
    remedy: "give it `getCredentials: accountCredentials()`",
  },
  {
    module: /^@aws-lambda-powertools\/parameters\//,
    names: /^(?:get|set)[A-Z]\w*$|Provider$/,
    remedy: askSdk,
    keepsAll: true,
  },
  {
    module: /^dynamoose$/,
    names: /^(?:default\.)?(?:model|Table|aws\.ddb\.DynamoDB)$/,
    remedy:
      "hand it a client: `dynamoose.aws.ddb.set(new DynamoDB(withAccountCredentials()))`, then mark the line `retrofit-ignore: reason`",
  },
  { module: /^bun$/, names: /^(?:S3Client|s3\.\w+)$/, remedy: inCall },
  { module: /^$/, names: /^Bun\.(?:S3Client|s3\.\w+)$/, remedy: inCall },
  {
    module: /^aws4-axios$/,
    names: /^aws4Interceptor$/,
    remedy: "give it `credentials: accountCredentials()` in an object with `getCredentials`",
  },
  {
    module: /^aws-msk-iam-sasl-signer-js$/,
    names: /^generateAuthToken/,
    remedy:
      "connect inside the call, and close it there: a connection keeps the account it began with",
    keepsAll: true,
  },
  {
    module: /^@aws\/bedrock-token-generator$/,
    names: /^(?:default\.)?get\w*Token\w*$/,
    remedy: "make the token inside the call, with `credentials: await accountCredentials()()`",
  },
  {
    module: /^@aws-cdk\/toolkit-lib$/,
    names: /^Toolkit$/,
    remedy: "give it the account's credentials in `sdkConfig`",
  },
  {
    module: /^@pulumi\/pulumi\/automation(?:\/|$)/,
    names: /^(?:automation\.)?LocalWorkspace\.\w+$/,
    remedy: "give it `envVars: accountEnvironment()`, inside the call",
  },
  {
    module: /^aws-(?:iot-device-sdk-v2|crt)$/,
    names: /AwsCredentialsProvider\.new\w*$/,
    remedy: "make it inside the call with `newStatic` and the keys of the call",
  },
];

/** Named after AWS, but they sign nothing: types, texts, tests, adaptors, synthesis. */
const signsNothing =
  /^(?:aws-lambda|aws-cdk-lib|aws-jwt-verify|aws-embedded-metrics|aws-xray-sdk\w*|aws-sdk-client-mock\w*|aws-sdk-mock|aws-arn|amazon-s3-uri|aws-regions|aws-region-\w+|s3-url-parser|aws-serverless-express|constructs|\w+-s3-types)(?:[-/]|$)|^@aws-lambda-powertools\/|^@(?:aws-cdk|aws-crypto|aws-amplify|aws-appsync|aws-solutions-constructs|types|cdklabs|vendia|codegenie|serverless|modelcontextprotocol)\/|^@aws\/run-mcp-servers|^@aws-github/;

const names =
  /(?:^|[^a-z0-9])(?:aws[a-z0-9]*|amazon|bedrock|dynamo(?:db)?|s3|sqs|sns|kms)(?:$|[^a-z0-9])/;

/** What is made, or begun, of an export of a package that is not known. */
const beginning =
  /^(?:default|\*|(?:default\.)?(?:create|make|connect|init|sign|with|get|from)\w*)$/;

/** Signers by hand, of which `signing.ts` tells. */
const signers = /^(?:aws4|aws4fetch|aws-sigv4-fetch)$/;

/** Whether a package may have something here. */
export function isAwsPackage(module: string): boolean {
  return known.some((each) => each.module.test(module)) || isNamedAfterAws(module);
}

function isNamedAfterAws(module: string): boolean {
  const isFile = /^(?:\.|\/|node:|#|@\/|~)|\.[cm]?[jt]sx?$/.test(module);
  if (isFile || isAws(module) || signers.test(module)) return false;
  return names.test(module) && !signsNothing.test(module);
}

/** What is known of an export that is called or constructed; undefined where it signs nothing. */
export function awsPackage(module: string, name: string, isMade: boolean): AwsPackage | undefined {
  const found = known.find((each) => each.module.test(module));
  if (found) return found.names.test(name) ? found : undefined;
  if (!isNamedAfterAws(module)) return undefined;
  const isOne = isMade ? !/(?:Command|Error|Exception)$/.test(name) : beginning.test(name);
  return isOne ? { module: names, names: beginning, remedy: unknownRemedy } : undefined;
}

const unknownRemedy =
  "give it `credentials: accountCredentials()` or a client that is made here; if it signs nothing, mark the line `retrofit-ignore: reason`";

/** Where packages named after AWS, or those that sign by another name, are imported; Bun brings one of its own. */
export const libraryMark =
  /\b(?:from|import|require)\b\s*\(?\s*['"`](?![./]|@aws-sdk|@smithy)[^'"`\n]*(?:aws|amazon|bedrock|dynamo|s3|sqs|sns|kms|strands|opensearch|llamaindex|pulumi)|\bBun\.(?:s3|S3Client)|\b(?:s3|S3Client)\b[^;'"]*['"]bun['"]/;
