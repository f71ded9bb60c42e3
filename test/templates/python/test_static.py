"""The template passes the linters of the servers it goes into, and strict type checking."""

import pytest
import subprocess
import sys
import tempfile
from conftest import HERE, ROOT, TEMPLATE
from pathlib import Path
from typing import List


SERVICES = TEMPLATE / 'cred_extract_services'
PYRIGHT = ROOT / 'node_modules' / 'pyright' / 'index.js'


def check(command: List[str], **environment: str) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=HERE, env={'PATH': '/usr/bin', **environment}
    )
    assert done.returncode == 0, done.stdout + done.stderr


# The services tell a server's own ruff to leave them alone; ours is not to.
@pytest.mark.parametrize(
    'command',
    [
        ['check', '--no-cache', '--ignore-noqa', '--extend-select', 'B', str(SERVICES)],
        ['check', '--no-cache', '.'],
        ['format', '--no-cache', '--check', str(SERVICES), '.'],
    ],
)
def test_ruff_with_the_settings_of_awslabs(command: List[str]) -> None:
    check([sys.executable, '-m', 'ruff', *command, '--config', 'pyproject.toml'])


def test_types() -> None:
    check_types(SERVICES, f'{TEMPLATE}:{HERE}', '-p', 'support.typed_server')


def check_types(services: Path, path: str, *more: str) -> None:
    """Check the services, found by this path, with mypy and pyright."""
    mypy = [sys.executable, '-m', 'mypy', '--config-file', 'pyproject.toml']
    with tempfile.TemporaryDirectory() as cache:
        files = ['-p', 'cred_extract_services', *more]
        check([*mypy, '--cache-dir', cache, *files], MYPYPATH=path, HOME=cache)
    node = subprocess.run(['which', 'node'], capture_output=True, text=True).stdout.strip()
    options = ['--pythonpath', sys.executable, '--pythonversion', '3.10']
    check([node, str(PYRIGHT), *options, str(services)])


def test_every_file_is_small() -> None:
    # A copy has four lines more, which keep other linters and formatters off it.
    for path in SERVICES.rglob('*.py'):
        lines = path.read_text().splitlines()
        assert len(lines) <= 296, path
