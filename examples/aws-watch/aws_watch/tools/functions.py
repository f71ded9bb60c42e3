"""Lambda functions."""

from aws_watch.clients import client
from concurrent.futures import ThreadPoolExecutor
from mcp.server.fastmcp import FastMCP
from typing import Any, Dict, List


_pool = ThreadPoolExecutor(max_workers=4)


def register(mcp: FastMCP) -> None:
    """Register the tools about functions."""

    @mcp.tool()
    def list_functions() -> List[str]:
        """List the functions, page by page."""
        pages = client('lambda').get_paginator('list_functions').paginate()
        return [function['FunctionName'] for page in pages for function in page['Functions']]

    @mcp.tool()
    def describe_functions(names: List[str]) -> List[Dict[str, Any]]:
        """Describe several functions at once."""
        return list(_pool.map(_describe, names))

    @mcp.tool()
    def account_settings() -> Dict[str, Any]:
        """Tell how much the account may run."""
        return {'limit': client('lambda').get_account_settings().get('AccountLimit')}


def _describe(name: str) -> Dict[str, Any]:
    configuration = client('lambda').get_function(FunctionName=name)['Configuration']
    return {'name': configuration['FunctionName'], 'arn': configuration['FunctionArn']}
