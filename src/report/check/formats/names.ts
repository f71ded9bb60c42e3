/** What the formats of `check` are called. */

export const formatNames = [
  "text",
  "json",
  "sarif",
  "github",
  "gitlab",
  "junit",
  "markdown",
  "html",
] as const;

export type Format = (typeof formatNames)[number];
