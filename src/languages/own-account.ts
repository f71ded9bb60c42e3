/** What is said of accounts that a tool chooses or keeps by itself, whatever target_account_id says: once for both languages. */

/** `account_id`, `accountId`, `aws_profile`, `profile_name`, `role_arn`, `assumeRoleArn` and the like. */
export const ownAccountName =
  /^(?!target_account_id$)(?:\w+_|[a-z]\w*(?=[A-Z]))?(?:[Aa]ccount(?:_?I[dD]|_?id)?|[Pp]rofile(?:_?[Nn]ame)?|[Rr]ole(?:_?(?:[Aa]rn|ARN|[Nn]ame))?)$/;

/** An argument of a tool's own that chooses an account. */
export interface OwnArgument {
  readonly name: string;
  /** The tool, or its function. */
  readonly tool: string;
  /** Whether what is made of it is asked for by AssumeRole. */
  readonly isAssumed: boolean;
}

/** How the two arguments relate where the keys that the own one leads to stay. */
export function keysStay({ name, tool, isAssumed }: OwnArgument): string {
  return isAssumed
    ? `\`${name}\` of ${tool} decides whose keys these are: with target_account_id as well, that account asks for them, and what they are for is done in the account of \`${name}\``
    : `\`${name}\` of ${tool} decides whose keys these are: with target_account_id as well, what they are for is still done in the account of \`${name}\``;
}

/** How they relate where the own one gives way. */
export function givesWay({ name, tool }: Pick<OwnArgument, "name" | "tool">): string {
  return `\`${name}\` of ${tool} decides the account where target_account_id is not given; where it is, that is the account`;
}

/** Why a tool is left alone whose every way to AWS keeps an account; `where` is the first such place, as `file:line`. */
export function everyWayKeeps(where: string, pragma: string): string {
  return `all its ways to AWS keep an account of their own (${where}), whatever target_account_id says; do there what the finding says, or mark that line \`${pragma}\` to have the tool take it all the same`;
}
