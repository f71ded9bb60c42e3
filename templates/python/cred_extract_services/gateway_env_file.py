# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Settings from a file of lines NAME=value, where there is one."""

import os
import sys


def read_env_file(usual: str) -> None:
    """Read the file that FASTMCP_ENV_FILE or MCP_ENV_FILE names, else the usual one.

    What is set already stays as it is, and nothing in a value stands for another setting.
    """
    env = os.environ
    path = env.get('FASTMCP_ENV_FILE', env.get('MCP_ENV_FILE', usual))
    if not path or not os.path.isfile(path):
        return
    try:
        from dotenv import load_dotenv  # which both MCP libraries bring
    except ImportError:
        print(f'entrypoint: {path} was not read: python-dotenv is not installed', file=sys.stderr)
        return
    load_dotenv(path, override=False, interpolate=False)
