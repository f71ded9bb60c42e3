"""Start a server over HTTP and know from what it says itself that it listens, and where: nothing is polled."""

import contextlib
import re
import subprocess
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import IO, Dict, Iterator, List, Optional


@contextlib.contextmanager
def listening(
    command: List[str], environment: Dict[str, str], log: Path, cwd: Optional[Path] = None
) -> Iterator[int]:
    """Start a server, with its output in a file; return the port that it listens on."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=pipe, stderr=subprocess.STDOUT
    )
    port: 'Future[int]' = Future()
    with open(log, 'ab', buffering=0) as file:
        copying = threading.Thread(target=_copy, args=(process.stdout, file, port))
        copying.start()
        try:
            yield port.result()
        finally:
            process.terminate()
            process.wait()
            copying.join()


def _copy(output: IO[bytes], file: IO[bytes], port: 'Future[int]') -> None:
    for line in output:
        file.write(line)
        found = re.search(rb'Uvicorn running on http://127\.0\.0\.1:(\d+)', line)
        if found:
            port.set_result(int(found[1]))
    if not port.done():
        port.set_exception(AssertionError('the server ended before it listened'))
