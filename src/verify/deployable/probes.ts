/** What a runtime asks a server before it sends it anything, as AgentCore does it. */

interface Probe {
  readonly name: string;
  readonly path: string;
  readonly init?: RequestInit;
}

const json = { "content-type": "application/json" };
const ping = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
const list = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
const both = "application/json, text/event-stream";

const probes: readonly Probe[] = [
  { name: "GET /health", path: "/health" },
  { name: "GET /ping", path: "/ping" },
  post("POST /mcp, a ping that accepts JSON only", "/mcp", ping, "application/json"),
  post("POST /mcp/, a ping that accepts JSON only", "/mcp/", ping, "application/json"),
  post("POST /mcp, tools/list without initialize", "/mcp", list, both),
  post("POST /mcp, with the platform's Mcp-Session-Id", "/mcp", list, both, {
    "mcp-session-id": "00000000-0000-4000-8000-000000000000",
  }),
];

/** What was answered wrongly, in words. */
export async function failedProbes(url: string, timeout: number): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, path, init } of probes) {
    const signal = AbortSignal.timeout(timeout);
    const answer = await fetch(url + path, { ...init, signal }).catch((error: Error) => error);
    if (answer instanceof Error) failed.push(`${name}: ${answer.message}`);
    else {
      if (!answer.ok) failed.push(`${name}: status ${answer.status}`);
      await answer.body?.cancel();
    }
  }
  return failed;
}

function post(
  name: string,
  path: string,
  body: string,
  accept: string,
  more: Record<string, string> = {},
): Probe {
  return { name, path, init: { method: "POST", body, headers: { ...json, accept, ...more } } };
}
