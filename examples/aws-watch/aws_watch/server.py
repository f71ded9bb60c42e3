"""The server with all of its tools."""

from aws_watch.tools import alarms, functions, queues
from mcp.server.fastmcp import FastMCP


mcp = FastMCP('aws-watch')
alarms.register(mcp)
functions.register(mcp)
mcp.tool()(queues.list_queues)
mcp.tool(name='queue_depth')(queues.depth)


def main() -> None:
    """Serve over standard input and output."""
    mcp.run()
