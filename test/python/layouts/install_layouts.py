"""Build each server as its backend does: `install_layouts.py <out>`, a JSON list of [name, folder, kinds] on stdin.

Each kind, "wheel" or "editable", is unpacked into a folder of its own, as an installer does with a wheel of pure
Python. Prints one JSON object: the folder by "<name> <kind>", or what the build raised.
"""

import contextlib
import importlib
import json
import os
import setuptools.build_meta  # noqa: F401
import sys
import zipfile
from pathlib import Path


try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10, for which hatchling brings it
    import tomli as tomllib

sys.path.append(str(Path(__file__).resolve().parent.parent))
from forked import each_forked  # noqa: E402


def install(name: str, project: str, kind: str, out: str) -> str:
    """Build by the hook of PEP 517 or PEP 660 and unpack; a process takes one only."""
    target = os.path.join(out, f'{name}-{kind}')
    wheels = os.path.join(target, 'wheels')
    os.makedirs(wheels)
    os.chdir(project)
    manifest = Path('pyproject.toml')
    table = tomllib.loads(manifest.read_text()) if manifest.exists() else {}
    backend = table.get('build-system', {}).get('build-backend', 'setuptools.build_meta')
    hooks = importlib.import_module(backend)
    hook = hooks.build_wheel if kind == 'wheel' else hooks.build_editable
    try:
        with contextlib.redirect_stdout(sys.stderr):
            wheel = os.path.join(wheels, hook(wheels))
    except BaseException as error:
        return f'{type(error).__name__}: {error}'
    site = os.path.join(target, 'site')
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


if __name__ == '__main__':
    (_, out) = sys.argv
    tasks = [(name, folder, kind, out) for name, folder, kinds in json.load(sys.stdin) for kind in kinds]
    # One at a time: both kinds of a project are built in its folder.
    sites = each_forked(install, tasks, at_once=1)
    print(json.dumps({f'{name} {kind}': site for (name, _, kind, _), site in zip(tasks, sites)}))
