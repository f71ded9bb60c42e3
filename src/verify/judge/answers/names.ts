/** What a text is likely to be, by its name. */

import type { AnswerContext } from "./context.js";
import { kebab } from "./words.js";

type Rule = readonly [name: RegExp, text: (context: AnswerContext, name: string) => string];

/** The first rule whose expression the member's name matches says what the text is. */
const rules: readonly Rule[] = [
  [/arn$/i, arnNamed],
  [/account(_?ids?|_?number)?$|(^|[a-z])owner(id)?$|registryid$/i, ({ accountId }) => accountId],
  [/(content|mime|media)type$/i, () => "application/json"],
  [/availabilityzone(name)?$|^az$/i, ({ region }) => `${region}a`],
  [/region(name)?$/i, ({ region }) => region],
  [
    /(policy|document|definition|template(body)?|json|schema|configuration|pricelist|data)$/i,
    jsonText,
  ],
  [
    /(url|uri|link|href|location|endpoint)$/i,
    ({ url, accountId }) => `${url}/${accountId}/example`,
  ],
  [/email(address)?$/i, ({ accountId }) => `example-${accountId}@example.com`],
  [/cidr(block|ip)?$|iprange$/i, () => "10.0.0.0/16"],
  [/ip(v4)?(address)?$|address$/i, () => "10.0.0.1"],
  [/(amount|percentage|savings|cost|hours|quantity|price|usage|min|max|average|sum)$/i, () => "1"],
  [/version(id|number|label)?$/i, () => "1"],
  [/(time|timestamp|date|start|end|(created|updated|modified)at)$/i, () => "2026-01-01T00:00:00Z"],
  [
    /(status|state)$/i,
    ({ model }) => (model.metadata.protocol === "query" ? "available" : "ACTIVE"),
  ],
];

/** A text for a member of this name. */
export function textNamed(context: AnswerContext, name: string): string {
  const rule = rules.find(([expression]) => expression.test(name));
  return rule ? rule[1](context, name) : `${kebab(name) || "example"}-${context.accountId}`;
}

/** Texts for a pattern that the first one does not fit: each with the account in it, where one may be. */
export function otherTexts(context: AnswerContext): string[] {
  const { accountId, region, url, model } = context;
  const hex = accountId.repeat(11);
  return [
    `example-${accountId}`,
    `example${accountId}`,
    `a${accountId}`,
    accountId,
    `00000000-0000-4000-8000-${accountId}`,
    ...[8, 10, 16, 17, 24, 26, 32, 40, 64, 128].map((length) => hex.slice(0, length)),
    ...arns(model.name, region, accountId),
    `${url}/${accountId}/example`,
    `https://example.com/${accountId}`,
    `s3://example-${accountId}/example`,
    `/${accountId}/example`,
    "2026-01-01T00:00:00Z",
    "2026-01-01",
    "10.0.0.1",
    "10.0.0.0/16",
    "ip-10-0-0-1.ec2.internal",
    "$.example",
    "1",
    "1.0",
    "1.0.0",
    region,
    "true",
    "example",
    "Example",
    "EXAMPLE",
    "AES256",
    "ZXhhbXBsZQ==",
  ];
}

function arnNamed({ accountId, region, model }: AnswerContext, name: string): string {
  const thing = kebab(name.replace(/arn$/i, "")) || "resource";
  if (/role$/.test(thing)) return `arn:aws:iam::${accountId}:role/example`;
  if (model.name === "lambda") return `arn:aws:lambda:${region}:${accountId}:function:example`;
  if (model.name === "sns") return `arn:aws:sns:${region}:${accountId}:example`;
  return `arn:aws:${signingName(model)}:${region}:${accountId}:${thing}/example`;
}

function arns(service: string, region: string, accountId: string): string[] {
  const start = `arn:aws:${service}:${region}:${accountId}`;
  const bucket = `example-${accountId}`;
  return [
    `${start}:example`,
    `${start}:example/example`,
    `arn:aws:iam::${accountId}:role/example`,
    `arn:aws:iam::${accountId}:user/example`,
    `arn:aws:lambda:${region}:${accountId}:function:example`,
    `arn:aws:kms:${region}:${accountId}:key/00000000-0000-4000-8000-${accountId}`,
    `arn:aws:s3:::${bucket}`,
    `arn:aws:secretsmanager:${region}:${accountId}:secret:example-abcdef`,
  ];
}

function jsonText({ accountId }: AnswerContext): string {
  return JSON.stringify({ Version: "2012-10-17", Id: `example-${accountId}`, Statement: [] });
}

function signingName({ metadata }: AnswerContext["model"]): string {
  return metadata.signingName ?? metadata.endpointPrefix;
}
