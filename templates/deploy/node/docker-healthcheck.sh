#!/bin/sh
# Healthy when the server answers GET /health. A GET on /mcp says nothing: it only takes POST.
set -eu

port="${FASTMCP_PORT:-${MCP_PORT:-8000}}"
exec node -e '
fetch(process.argv[1], { signal: AbortSignal.timeout(4000) }).then(
  (answer) => process.exit(answer.status === 200 ? 0 : 1),
  (error) => {
    console.error(String(error.cause ?? error));
    process.exit(1);
  },
);
' "http://127.0.0.1:${port}/health"
