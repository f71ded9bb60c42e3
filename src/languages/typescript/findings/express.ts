/**
 * S3 Express: older SDKs keep sessions in the client by bucket, so that one account can get another's. A client of
 * the call has its own, and one with `disableS3ExpressSessionAuth` has none.
 */

import type { Finding } from "../../../types.js";
import { outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { propertyOf } from "../source/nodes.js";
import { lifetimesOf } from "./kept/lifetime.js";
import { type Context, report } from "./report.js";

const remedy =
  "make a client for each call that works on directory buckets, or set `disableS3ExpressSessionAuth: true`";

/** The name of a directory bucket (it ends in `--x-s3`), or a session asked for by hand. */
export function findExpressBucket(node: ts.Node, context: Context): Finding | undefined {
  const isBucket =
    (ts.isStringLiteralLike(node) && isBucketName(node.text)) ||
    (ts.isTemplateExpression(node) && isBucketName(node.getText().slice(1, -1)));
  if (!isBucket && !(ts.isNewExpression(node) && isSession(node, context))) return undefined;
  if (areClientsApart(context)) return undefined;
  const message = "S3 Express sessions are cached in the client, whatever the account of the call";
  return report("s3-express", node, message, remedy);
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

/** Whether every S3 client that is seen is one of its call, or keeps no sessions; not where none is seen. */
function areClientsApart(context: Context): boolean {
  const { evaluator, carriers } = context;
  const made = carriers.sources.flatMap((source) =>
    ["S3Client", "S3"].flatMap((name) => indexOf(source).calls.get(name) ?? []),
  );
  const clients = made.filter((each) =>
    outsideOf(evaluator, each.expression).some(({ module }) => module === "@aws-sdk/client-s3"),
  );
  return (
    clients.length > 0 &&
    clients.every((each) => keepsNoSessions(each) || !lifetimesOf(context).isHeld(each))
  );
}

function keepsNoSessions(node: ts.CallExpression | ts.NewExpression): boolean {
  const options = node.arguments?.find(ts.isObjectLiteralExpression);
  const set = options && propertyOf(options, "disableS3ExpressSessionAuth");
  return (
    set !== undefined &&
    ts.isPropertyAssignment(set) &&
    set.initializer.kind === ts.SyntaxKind.TrueKeyword
  );
}
