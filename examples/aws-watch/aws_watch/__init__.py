"""An MCP server that watches what runs in an AWS account."""
