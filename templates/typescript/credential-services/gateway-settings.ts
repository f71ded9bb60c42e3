/**
 * How to serve, read from the environment. Every setting has two names, FASTMCP_* and MCP_*:
 * container images set the one or the other.
 */

export interface Settings {
  /** Streamable HTTP at POST /mcp; otherwise stdio. */
  http: boolean;
  host: string;
  port: number;
  flattenSchemas: boolean;
}

/**
 * Read the settings. FASTMCP_* names win over MCP_* names, and an empty value is no value.
 *
 * @throws RangeError a value that cannot be understood; the text names the variable
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const [name, transport] = setting(env, "TRANSPORT", "streamable-http");
  if (!["streamable-http", "http", "stdio"].includes(transport)) {
    throw new RangeError(`${name} is "${transport}"; it must be streamable-http or stdio`);
  }
  const [portName, port] = setting(env, "PORT", "8000");
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    throw new RangeError(`${portName} is "${port}"; it must be a port number`);
  }
  return {
    http: transport !== "stdio",
    host: setting(env, "HOST", "0.0.0.0")[1],
    port: Number(port),
    flattenSchemas: isTrue(...setting(env, "FLATTEN_SCHEMAS", "true")),
  };
}

function setting(
  env: Record<string, string | undefined>,
  name: string,
  fallback: string,
): [string, string] {
  for (const fullName of [`FASTMCP_${name}`, `MCP_${name}`]) {
    const value = env[fullName]?.trim();
    if (value) return [fullName, value];
  }
  return [`FASTMCP_${name}`, fallback];
}

function isTrue(name: string, value: string): boolean {
  const text = value.toLowerCase();
  if (["1", "true", "yes", "on"].includes(text)) return true;
  if (["0", "false", "no", "off"].includes(text)) return false;
  throw new RangeError(`${name} is "${value}"; it must be true or false`);
}
