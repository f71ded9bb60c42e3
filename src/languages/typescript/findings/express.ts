/** S3 Express: sessions are kept in the client by bucket, so that one account can get another's. */

import type { Finding } from "../../../types.js";
import { outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { type Context, report } from "./report.js";

const remedy =
  "make a client for each call that works on directory buckets, or set `disableS3ExpressSessionAuth: true`";

/** The name of a directory bucket (it ends in `--x-s3`), or a session asked for by hand. */
export function findExpressBucket(node: ts.Node, context: Context): Finding | undefined {
  const isBucket =
    (ts.isStringLiteralLike(node) && isBucketName(node.text)) ||
    (ts.isTemplateExpression(node) && isBucketName(node.getText().slice(1, -1)));
  if (isBucket || (ts.isNewExpression(node) && isSession(node, context))) {
    const message =
      "S3 Express sessions are cached in the client, whatever the account of the call";
    return report("s3-express", node, message, remedy);
  }
  return undefined;
}

/** A name or its ending, not a sentence about names. */
function isBucketName(text: string): boolean {
  return /--x-s3$/.test(text) && !/\s/.test(text.replaceAll(/\$\{[^}]*\}/g, "x"));
}

function isSession(node: ts.NewExpression, { evaluator, carriers }: Context): boolean {
  if (!carriers.isIn(node.expression)) return false;
  return outsideOf(evaluator, node.expression).some(
    ({ module, name }) => module === "@aws-sdk/client-s3" && name === "CreateSessionCommand",
  );
}
