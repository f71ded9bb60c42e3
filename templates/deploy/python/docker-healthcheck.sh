#!/bin/sh
# Healthy when the server answers GET /health. A GET on /mcp says nothing: it only takes POST.
set -eu

port="${FASTMCP_PORT:-${MCP_PORT:-8000}}"
exec python -c '
import sys
import urllib.request

try:
    urllib.request.urlopen(sys.argv[1], timeout=4).close()
except OSError as error:
    sys.exit(f"unhealthy: {error}")
' "http://127.0.0.1:${port}/health"
