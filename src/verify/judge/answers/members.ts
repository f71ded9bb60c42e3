/** Which members an answer has: all that a good answer may have. */

import { membersOf, type Reference, type Shape } from "../models/model.js";
import type { AnswerContext, Place } from "./context.js";

/** Tells of failures, which an answer does not report. */
const failures =
  /error|fail(ed|ure|over)|exception|unprocessed|unsuccessful|invalid(?!at)|reject|notfound|^cancel|(?<!de)fault|warning|rollback/i;
/** Tokens of a next page, where no paginator names them. */
const morePages =
  /^(next\w*(token|marker|key|page|id|cursor)|(last)?pagination\w*|\w*continuationtoken|lastevaluated\w+|marker|nextpage|cursor|scrollid)$/i;
/** Headers of S3 that tell of what most objects have not, and what a client would check the body with. */
const unusual =
  /^(Checksum\w*|SSECustomer\w*|ServerSideEncryption|DeleteMarker|Restore|ReplicationStatus|ArchiveStatus|RequestCharged|Expiration|MissingMeta|PartsCount|TagCount|WebsiteRedirectLocation)$/;

/** The members of a structure that its answer gets, in the order of the model. */
export function answeredMembers(
  context: AnswerContext,
  shape: Shape,
  { path, within }: Place,
): [name: string, reference: Reference][] {
  const { omitted, fixed } = context.plan;
  const members = membersOf(shape).filter(([name, { location }]) => {
    const own = joinPath(path, name);
    if (omitted.has(own)) return false;
    if (fixed.has(own) || shape.required?.includes(name)) return true;
    if (location === "header" && context.model.name === "s3" && unusual.test(name)) return false;
    return !failures.test(name) && !morePages.test(name);
  });
  if (!shape.union) return members;
  // A union has one member, and exactly one: a failure where there is nothing else.
  const possible = members.length > 0 ? members : membersOf(shape);
  const straight = possible.filter(([, { shape }]) => !within.includes(shape));
  return (straight.length > 0 ? straight : possible).slice(0, 1);
}

export function joinPath(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
