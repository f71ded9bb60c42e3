/** Keys in an answer are keys that the judge issued: whoever goes on with them is known. */

import { membersOf, type Shape } from "../models/model.js";
import type { AnswerContext } from "./context.js";

/** The members of a structure of credentials; nothing for any other. */
export function credentialsIn(context: AnswerContext, shape: Shape): Record<string, string> {
  const names = membersOf(shape).map(([name]) => name);
  const named = (pattern: RegExp) => names.find((name) => pattern.test(name));
  const [id, secret] = [named(/^accessKeyId$/i), named(/^secret(Access)?Key$/i)];
  const token = named(/^sessionToken$/i);
  if (id === undefined || secret === undefined || token === undefined) return {};
  const keys = context.issueKeys();
  return {
    [id]: keys.accessKeyId,
    [secret]: keys.secretAccessKey,
    [token]: keys.sessionToken ?? "",
  };
}
