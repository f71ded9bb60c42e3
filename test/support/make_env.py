"""Print the path of a Python with the packages of a file of requirements: `make_env.py <file>`.

Each set of packages has one environment, in `.venv/` below the repository, named by the hash of what is in it and
kept between runs. Of all that ask for it at once, in one run of the tests or in several, one makes it and the rest
wait for its lock, which the system gives back when the holder ends, however it ends.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Callable, List


FOLDER = Path(__file__).resolve().parent.parent.parent / '.venv'

# Installs the same packages as pip, in a tenth of the time.
UV = 'uv==0.13.9'


def python_with(packages: List[str], install: Callable[[Path], None]) -> Path:
    """Return the Python of the environment that holds these packages, installed where it is new."""
    named = '\n'.join([sys.version, *sorted(packages)])
    folder = FOLDER / hashlib.sha256(named.encode()).hexdigest()[:16]
    whole = folder / 'whole'
    FOLDER.mkdir(exist_ok=True)
    with open(f'{folder}.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            install(folder)
            whole.touch()
    return folder / 'bin' / 'python'


def install_uv(folder: Path) -> None:
    """Make the environment that the others are made with."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / 'bin' / 'python'), '-m', 'pip', '--disable-pip-version-check']
    run([*pip, 'install', '--quiet', UV])


def install_with_uv(folder: Path, requirements: str) -> None:
    """Make an environment with the packages of a file, compiled: the tests start Python hundreds of times."""
    uv = str(python_with([UV], install_uv).parent / 'uv')
    run([uv, 'venv', '--quiet', '--python', sys.executable, str(folder)])
    options = ['--python', str(folder), '--requirement', requirements, '--compile-bytecode']
    run([uv, 'pip', 'install', '--quiet', *options])


def run(command: List[str]) -> None:
    """Run a command whose output is for the person who watches."""
    subprocess.run(command, check=True, stdout=sys.stderr)


if __name__ == '__main__':
    (_, file) = sys.argv
    lines = [line.split('#')[0].strip() for line in Path(file).read_text().splitlines()]
    packages = [line for line in lines if line]
    print(python_with(packages, lambda folder: install_with_uv(folder, file)))
