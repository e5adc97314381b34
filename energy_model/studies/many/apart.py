"""Answers in a process beside the worker: nothing else may run where a model is built.

While Pyomo reads a rule as a template it puts its own `sum` in place of Python's, for all threads of the process; the
threads of a worker that talk to the scheduler would call it. The process is kept, so what it compiled stays.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Lock
from typing import IO, cast

from energy_model.case import InputError
from energy_model.studies.many.answer import answer_text
from energy_model.studies.many.plan import Run, Setting
from energy_model.studies.many.questions import RunFailedError

_LOCK = Lock()


def answer_apart(setting: Setting, run: Run) -> str:
    """Return the summary of one run as JSON: what a worker is asked for.

    Raises
    ------
    RunFailedError
        If the run failed, with the reason in one line.
    """
    with _LOCK:
        process = _process()
        # Both are pipes, as `_process` asks for.
        stdin, stdout = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        try:
            pickle.dump((setting, run), stdin)
            stdin.flush()
            done, text = pickle.load(stdout)
        except (EOFError, OSError) as error:
            _process.cache_clear()
            process.kill()
            raise RunFailedError("the process that computed the run ended") from error
    if not done:
        raise RunFailedError(text)
    return str(text)


@cache
def _process() -> subprocess.Popen[bytes]:
    """Return the process of this worker; it ends with the worker, whose end of the pipe closes."""
    root = str(Path(__file__).resolve().parents[3])
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "energy_model.studies.many.apart"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}
    )
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process: nobody is left to read what it would say."""
    process.kill()
    process.communicate()


def reason(error: Exception) -> str:
    """Return why a run failed, in one line."""
    words = error.text("en") if isinstance(error, InputError) else str(error)
    return f"{type(error).__name__}: {words}".replace("\n", " ")


def serve() -> None:
    """Answer runs from standard input until it closes; what solvers print goes to the error stream."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            setting, run = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            reply = True, answer_text(setting, run)
        except Exception as error:  # a failed run is reported, whatever the reason, and the next one is answered
            reply = False, reason(error)
        pickle.dump(reply, out)
        out.flush()


if __name__ == "__main__":
    serve()
