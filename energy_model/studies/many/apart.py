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
from _thread import interrupt_main
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from signal import SIGINT, default_int_handler, signal
from threading import Lock, Thread
from typing import IO, cast

import psutil

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
    """End the process and the solver that it may have started: nobody is left to read what they would say."""
    process.communicate()


def reason(error: Exception) -> str:
    """Return why a run failed, in one line."""
    words = error.text("en") if isinstance(error, InputError) else str(error)
    return f"{type(error).__name__}: {words}".replace("\n", " ")


def serve() -> None:
    """Answer runs from standard input until it closes; what solvers print goes to the error stream."""
    # A shell that starts a study in the background has interrupts ignored, and `_listen` needs one.
    signal(SIGINT, default_int_handler)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked: SimpleQueue[tuple[Setting, Run] | None] = SimpleQueue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    with suppress(KeyboardInterrupt, BrokenPipeError):
        while (task := asked.get()) is not None:
            try:
                reply = True, answer_text(*task)
            except Exception as error:  # a failed run is reported, whatever the reason, and the next one is answered
                reply = False, reason(error)
            pickle.dump(reply, out)
            out.flush()


def _listen(asked: SimpleQueue[tuple[Setting, Run] | None]) -> None:
    """Take runs in; once nobody can ask any more, end this process and its solver, even within a run.

    Nothing is asked while a run is computed, so this thread then only waits. The interrupt lets the run clear its
    folder away; it is noticed once the solver has ended.
    """
    while True:
        try:
            asked.put(pickle.load(sys.stdin.buffer))
        except EOFError:
            asked.put(None)
            interrupt_main()
            for child in psutil.Process().children(recursive=True):
                child.kill()
            return


if __name__ == "__main__":
    serve()
