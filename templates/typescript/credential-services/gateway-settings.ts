// SPDX-License-Identifier: MIT-0
/**
 * How to serve, read from the environment. Every setting has two names, FASTMCP_* and MCP_*:
 * container images set the one or the other.
 */

/** Who issues the tokens that callers must bring. */
export interface TokenSettings {
  issuer: string;
  audience: string;
  /** Where the issuer's keys are; by default where its OpenID configuration says. */
  jwksUrl: string | undefined;
}

export interface Settings {
  /** Streamable HTTP at POST /mcp; otherwise stdio. */
  http: boolean;
  host: string;
  port: number;
  flattenSchemas: boolean;
  /** Hosts that requests may be addressed to, beside addresses and localhost; `*` is any. */
  allowedHosts?: readonly string[];
  /** Origins of pages that may call, beside this machine's; `*` is any. */
  allowedOrigins?: readonly string[];
  maxBodyBytes?: number;
  /** How long a request's headers may take to come, and how long all of it. */
  headersTimeoutMs?: number;
  requestTimeoutMs?: number;
  token?: TokenSettings | undefined;
}

const MAX_BODY_BYTES = 4 << 20;

type Environment = Record<string, string | undefined>;

/**
 * Read the settings. FASTMCP_* names win over MCP_* names, and an empty value is no value.
 *
 * @throws RangeError a value that cannot be understood; the text names the variable
 */
export function readSettings(env: Environment): Settings {
  const [name, transport] = setting(env, "TRANSPORT", "streamable-http");
  if (!["streamable-http", "http", "stdio"].includes(transport)) {
    throw new RangeError(`${name} is "${transport}"; it must be streamable-http or stdio`);
  }
  return {
    http: transport !== "stdio",
    host: setting(env, "HOST", "0.0.0.0")[1],
    port: portFrom(...setting(env, "PORT", "8000")),
    flattenSchemas: isTrue(...setting(env, "FLATTEN_SCHEMAS", "true")),
    allowedHosts: listFrom(setting(env, "ALLOWED_HOSTS", "")[1]),
    allowedOrigins: listFrom(setting(env, "ALLOWED_ORIGINS", "")[1]),
    maxBodyBytes: sizeFrom(...setting(env, "MAX_BODY_BYTES", String(MAX_BODY_BYTES))),
    token: tokenFrom(env),
  };
}

/**
 * Give the server's main what it asks for to start: arguments, before all others, and variables (`NAME=value`)
 * that count where they are not set. Each is a list with spaces between.
 */
export function tellMain(args: string, variables: string): void {
  const words = args.split(" ").filter((each) => each !== "");
  if (!words.every((each) => process.argv.includes(each))) process.argv.splice(2, 0, ...words);
  for (const each of variables.split(" ")) {
    const [name = "", value] = each.split("=");
    if (value !== undefined) process.env[name] ??= value;
  }
}

function setting(env: Environment, name: string, fallback: string): [string, string] {
  for (const fullName of [`FASTMCP_${name}`, `MCP_${name}`]) {
    const value = env[fullName]?.trim();
    if (value) return [fullName, value];
  }
  return [`FASTMCP_${name}`, fallback];
}

function tokenFrom(env: Environment): TokenSettings | undefined {
  const [issuerName, issuer] = setting(env, "TOKEN_ISSUER", "");
  const [audienceName, audience] = setting(env, "TOKEN_AUDIENCE", "");
  const [jwksName, jwksUrl] = setting(env, "TOKEN_JWKS_URL", "");
  if (issuer === "" && audience === "" && jwksUrl === "") return undefined;
  if (issuer === "") throw new RangeError(`${issuerName} is not set, and must be with the others`);
  if (audience === "") {
    throw new RangeError(`${audienceName} is not set: any token of the issuer's would be taken`);
  }
  urlFrom(issuerName, issuer);
  if (jwksUrl !== "") urlFrom(jwksName, jwksUrl);
  return { issuer, audience, jwksUrl: jwksUrl === "" ? undefined : jwksUrl };
}

function urlFrom(name: string, value: string): void {
  if (!/^https?:\/\/\S+$/.test(value))
    throw new RangeError(`${name} is "${value}"; it must be a URL`);
}

function portFrom(name: string, value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) < 1 || Number(value) > 65535) {
    throw new RangeError(`${name} is "${value}"; it must be a port number`);
  }
  return Number(value);
}

function sizeFrom(name: string, value: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) {
    throw new RangeError(`${name} is "${value}"; it must be a number of bytes`);
  }
  return Number(value);
}

function listFrom(value: string): string[] {
  return value.split(/[\s,]+/).filter((item) => item !== "");
}

function isTrue(name: string, value: string): boolean {
  const text = value.toLowerCase();
  if (["1", "true", "yes", "on"].includes(text)) return true;
  if (["0", "false", "no", "off"].includes(text)) return false;
  throw new RangeError(`${name} is "${value}"; it must be true or false`);
}
