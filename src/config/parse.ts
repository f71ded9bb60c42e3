/** A configuration's text as a value. */

import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { parse as parseToml, TomlError } from "smol-toml";
import { UserError } from "../errors.js";
import type { ConfigText } from "./find.js";
import { positionAt } from "./locate.js";

/**
 * What stands under the configuration's own keys. Comments and trailing commas are allowed in JSON.
 * Throws UserError with line and column where the file does not parse.
 */
export function configValue(config: ConfigText): unknown {
  const whole = config.path.endsWith(".toml") ? tomlValue(config) : jsonValue(config);
  return config.above.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    whole,
  );
}

function jsonValue({ path, text }: ConfigText): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (!first) return value;
  const { line, column } = positionAt(text, first.offset);
  const what = printParseErrorCode(first.error);
  throw new UserError(`${path}:${line}:${column}: not valid JSON: ${what}`);
}

function tomlValue({ path, text }: ConfigText): unknown {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what = ""] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    throw new UserError(`${path}:${error.line}:${error.column}: not valid TOML: ${what}`);
  }
}
