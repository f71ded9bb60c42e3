/** Requests that the server signs itself, past the SDK: aws4fetch, aws4, and AWS4-HMAC-SHA256 by hand. */

import type { Finding } from "../../../types.js";
import { outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { type Context, report } from "./report.js";

/** Packages that sign with the keys they are given, and what of theirs takes the keys. */
const packages: ReadonlyMap<string, RegExp> = new Map([
  ["aws4fetch", /^(AwsClient|AwsV4Signer)$/],
  ["aws4", /^(sign|RequestSigner)$/],
  ["aws-sigv4-fetch", /^(createSignedFetcher|createSignedFetch|signRequest)$/],
]);

const remedy =
  "make this client inside the call, with the keys of the call: `const keys = await accountCredentials()()`";

/** A finding for each place where keys are handed to a signer of one's own. */
export function findOwnSigning(node: ts.Node, context: Context): Finding | undefined {
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) return atPackage(node, context);
  if (isSignatureVersion(node)) {
    const message = "requests are signed by hand, with keys that no account context reaches";
    return report("explicit-credentials", node, message, remedy);
  }
  return undefined;
}

function atPackage(
  node: ts.NewExpression | ts.CallExpression,
  context: Context,
): Finding | undefined {
  if (!context.carriers.isIn(node.expression)) return undefined;
  const origin = outsideOf(context.evaluator, node.expression).find(({ module, name }) =>
    packages.get(module)?.test(name),
  );
  if (!origin) return undefined;
  if (/\baccountCredentials\b|\bawait\b/.test(node.getText())) return undefined;
  const message = `${node.expression.getText()} of ${origin.module} signs with the keys it is given here`;
  return report("explicit-credentials", node, message, remedy);
}

/**
 * The name of the algorithm, where a file first has it, alone or at the beginning of a text: once is enough to say
 * it. A mere comparison with the name signs nothing, and a file that asks for the keys of the call has them.
 */
function isSignatureVersion(node: ts.Node): boolean {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false;
  const { text } = node.getSourceFile();
  const first = /['"`]AWS4-HMAC-SHA256/.exec(text);
  if (first?.index !== node.getStart() || /\baccountCredentials\b/.test(text)) return false;
  return !ts.isCaseOrDefaultClause(node.parent) && !isComparison(node.parent);
}

function isComparison(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && /^[!=]==?$/.test(node.operatorToken.getText());
}
