"""Import servers as they are started, each in a process of its own: a JSON list of [key, folder, start] on stdin.

A start is "import <module>" with the folder as a site directory, or a script's path or "-m <module>", run from the
folder. Prints one JSON object: the folder of the services that each imported, or what it raised.
"""

import awslabs.mcp_lambda_handler  # noqa: F401
import boto3  # noqa: F401
import fastmcp.server.context  # noqa: F401
import importlib
import json
import mcp.server.fastmcp  # noqa: F401
import os
import runpy
import site
import sqlalchemy  # noqa: F401
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))
from forked import each_forked  # noqa: E402


def start(folder: str, how: str) -> str:
    """Import the server; the result is where the services lie that it imports."""
    os.chdir(folder)
    sys.path[0:1] = []
    word, _, module = how.partition(' ')
    try:
        if word == 'import':
            os.chdir('/')
            site.addsitedir(folder)
            importlib.import_module(module)
        elif word == '-m':
            sys.path.insert(0, folder)
            runpy.run_module(module, run_name='started')
        else:
            sys.path.insert(0, os.path.dirname(os.path.join(folder, how)))
            runpy.run_path(how, run_name='started')
    except BaseException as error:
        return f'{type(error).__name__}: {error}'
    found = [one for name, one in sys.modules.items() if name.endswith('cred_extract_services')]
    return ' '.join(os.path.realpath(os.path.dirname(one.__file__ or '')) for one in found)


if __name__ == '__main__':
    tasks = json.load(sys.stdin)
    # The libraries are imported already.
    outcomes = each_forked(start, [task[1:] for task in tasks])
    print(json.dumps({task[0]: outcome for task, outcome in zip(tasks, outcomes)}))
