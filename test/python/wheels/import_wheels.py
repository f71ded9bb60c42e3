"""Import the servers in some wheels, each alone on the path: `import_wheels.py <wheel>...`.

Prints one JSON object: the name of each wheel's project with "ok", or with what its import raised.
"""

import boto3  # noqa: F401
import configparser
import importlib
import json
import mcp.server.fastmcp  # noqa: F401
import sqlalchemy  # noqa: F401
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))
from forked import each_forked  # noqa: E402


def main_of(folder: Path) -> str:
    """The module that the console script of an unpacked wheel starts."""
    (entry_points,) = folder.glob('*.dist-info/entry_points.txt')
    scripts = configparser.ConfigParser()
    scripts.read(entry_points)
    ((_, target),) = scripts.items('console_scripts')
    return target


def import_server(wheel: str) -> str:
    """Import the server as its console script does; the result says whether it is the wheel's own."""
    with tempfile.TemporaryDirectory() as unpacked, zipfile.ZipFile(wheel) as archive:
        # A wheel of pure Python is installed by unpacking it.
        archive.extractall(unpacked)
        folder = Path(unpacked).resolve()
        module, _, function = main_of(folder).partition(':')
        sys.path.insert(0, str(folder))
        try:
            getattr(importlib.import_module(module), function)
        except Exception as error:
            return f'{type(error).__name__}: {error}'
        services = [name for name in sys.modules if name.endswith('cred_extract_services')]
        origins = [sys.modules[name].__file__ or '' for name in [module, *services]]
        return 'ok' if services and all(str(folder) in one for one in origins) else str(origins)


if __name__ == '__main__':
    wheels = sys.argv[1:]
    # Each in a process of its own, which need not import the libraries again.
    outcomes = each_forked(import_server, [(wheel,) for wheel in wheels])
    names = [Path(wheel).name.split('-')[0] for wheel in wheels]
    print(json.dumps(dict(zip(names, outcomes))))
