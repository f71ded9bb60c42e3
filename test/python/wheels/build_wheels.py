"""Build a wheel of each project as `pip wheel --no-deps --no-build-isolation` does, without asking for
metadata first: `build_wheels.py <folder of the wheels> <project>...`.

Prints one JSON object: the files in each wheel by the name of its project.
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


def build_wheel(out: str, project: str) -> str:
    """Build one wheel by the hook of PEP 517 and return its path; a process takes one only."""
    os.chdir(project)
    manifest = Path('pyproject.toml')
    table = tomllib.loads(manifest.read_text()) if manifest.exists() else {}
    backend = table.get('build-system', {}).get('build-backend', 'setuptools.build_meta:__legacy__')
    module, _, name = backend.partition(':')
    hooks = importlib.import_module(module)
    with contextlib.redirect_stdout(sys.stderr):
        wheel = getattr(hooks, name or 'build_wheel')
        return os.path.join(out, (wheel.build_wheel if name else wheel)(out))


if __name__ == '__main__':
    out, *projects = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    wheels = each_forked(build_wheel, [(out, project) for project in projects])
    print(json.dumps({wheel: zipfile.ZipFile(wheel).namelist() for wheel in wheels}))
