"""Run a function on each of some tasks, each in a process of its own, which has what is imported already.

A pool would do it, were it not for its threads: a process that is forked beside them may wait for ever for a lock
that one of them held.
"""

import os
import pickle
import sys
import tempfile
from typing import Any, Callable, List, Sequence


def each_forked(work: Callable[..., Any], tasks: Sequence[Sequence[Any]], at_once: int = 2) -> List[Any]:
    """Give the results in the order of the tasks. Raises RuntimeError where a process fails; it says why on stderr."""
    with tempfile.TemporaryDirectory() as folder:
        running: List[int] = []
        for number, task in enumerate(tasks):
            if len(running) == at_once:
                _join(running.pop(0))
            running.append(_forked(work, task, os.path.join(folder, str(number))))
        for process in running:
            _join(process)
        return [_read(os.path.join(folder, str(number))) for number in range(len(tasks))]


def _forked(work: Callable[..., Any], task: Sequence[Any], result: str) -> int:
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        outcome = work(*task)
        with open(result, 'wb') as file:
            pickle.dump(outcome, file)
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


def _join(process: int) -> None:
    _, status = os.waitpid(process, 0)
    if status:
        raise RuntimeError('a process failed: see above')


def _read(path: str) -> Any:
    with open(path, 'rb') as file:
        return pickle.load(file)
