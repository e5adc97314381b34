"""Run a solver in a process of its own: native code may crash or hang, the program may not."""

import atexit
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import TIMEOUT_MAX, Thread
from typing import IO, cast

from energy_model.optimise.matrix import Matrix
from energy_model.optimise.memory import give_back
from energy_model.optimise.solvers import RawSolution, SolverOptions, Status

# What a process needs to start, read and write, on top of the solver's own time.
_START = 20.0

# Up to this many coefficients (700 h of the Golmud case) a process is kept for the next task: to start one takes a
# quarter of a second. What a larger task leaves behind in memory goes with its process.
_SMALL = 250_000

# How long a process that has closed its pipe may take to end by itself [s].
_LAST_WORDS = 2.0

_COMMAND = [sys.executable, "-m", "energy_model.optimise.worker"]


@contextmanager
def posted(matrix: Matrix, options: SolverOptions) -> Iterator[Callable[[], RawSolution]]:
    """A child process that has its task, as a function that waits for the answer; before it the matrix may be dropped.

    A crash or a time-out is an answer, not an exception. The child is started as
    ``python -m energy_model.optimise.worker`` in an empty folder, so neither the parent's script is run again nor can a
    file beside it stand in for a library.

    Parameters
    ----------
    matrix : Matrix
        Labels are not passed on.
    options : SolverOptions
    """
    small = matrix.a.nnz <= _SMALL
    process = _given(_without_labels(matrix), options)
    del matrix
    try:
        yield partial(process.answer, options.time_limit, patient=not small)
    finally:
        if small and process.free:
            _IDLE.append(process)
        else:
            process.end()


class _Process:
    """A solver's process, for one task at a time.

    Attributes
    ----------
    free : bool
        Whether it has answered what it was given.
    """

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._folder = Path(mkdtemp(prefix="energy-model-"))
        self._task = self._folder / "task.pickle"
        self._words, self._said = (self._folder / "words.txt").open("a+b"), 0
        self.free = True
        try:
            self._process = subprocess.Popen(
                [*_COMMAND, str(self._folder)],
                cwd=self._folder,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._words,
            )
        except BaseException:
            self._words.close()
            rmtree(self._folder, ignore_errors=True)
            raise
        atexit.register(self.end)

    @property
    def runs(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None

    def give(self, matrix: Matrix, options: SolverOptions) -> None:
        """Put a task where the process will find it."""
        self.free, self._said = False, self._words.seek(0, os.SEEK_END)
        with self._task.open("wb") as file:
            pickle.dump((matrix, options), file, protocol=5)

    def answer(self, time_limit: float, patient: bool) -> RawSolution:
        """The answer to the task; the process ends if there is none. Who is patient gives up what memory is free."""
        answers: list[RawSolution] = []
        asking = Thread(target=self._exchange, args=(answers,), daemon=True)
        try:
            asking.start()
            if patient:
                give_back()
            asking.join(min(time_limit + _START, TIMEOUT_MAX))
        finally:
            late = asking.is_alive()
            if not answers:
                self._stop(patience=0.0 if late else _LAST_WORDS)
            if asking.is_alive():
                asking.join()
        if answers:
            self.free = True
            return answers[0]
        if late:
            return RawSolution(None, None, Status.TIMED_OUT, message=f"no end within {time_limit + _START:g} s")
        return RawSolution(None, None, Status.CRASHED, message=self._last_words())

    def end(self) -> None:
        """Stop the process and clear its folder away; a fork of its owner leaves both alone."""
        atexit.unregister(self.end)
        if os.getpid() != self._owner:
            return
        self._stop()
        for file in (self._process.stdin, self._process.stdout, self._words):
            # What was not read by the child cannot be flushed.
            with suppress(OSError):
                cast(IO[bytes], file).close()
        rmtree(self._folder, ignore_errors=True)

    def _stop(self, patience: float = 0.0) -> None:
        """End the process, if need be by force after some seconds: one that dies by itself has a reason to tell."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self._process.kill()
        self._process.wait()

    def _exchange(self, answers: list[RawSolution]) -> None:
        """Say that there is a task and wait for its answer; a pipe that closes on the way leaves none."""
        # Both are pipes, as asked for.
        stdin, stdout = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            stdin.write(f"{self._task}\n".encode())
            stdin.flush()
            answers.append(pickle.load(stdout))

    def _last_words(self) -> str:
        """Exit code and the last line that the child wrote."""
        code = self._process.wait()
        self._words.seek(self._said)
        lines = self._words.read().decode(errors="replace").strip().splitlines()
        return f"exit code {code}" + (f": {lines[-1][:300]}" if lines else "")


# Processes that wait for a task. A fork of this program must not talk to them too.
_IDLE: list[_Process] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.clear)


def _given(matrix: Matrix, options: SolverOptions) -> _Process:
    """A process that has a task."""
    while (waiting := _idle()) is not None:
        try:
            waiting.give(matrix, options)
            return waiting
        except OSError:
            waiting.end()  # its folder was cleared away
    process = _Process()
    try:
        process.give(matrix, options)
    except BaseException:
        process.end()
        raise
    return process


def _idle() -> _Process | None:
    """A process that waits for a task, if there is one."""
    while True:
        try:
            process = _IDLE.pop()
        except IndexError:  # also where another thread was quicker
            return None
        if process.runs:
            return process
        process.end()


def _without_labels(matrix: Matrix) -> Matrix:
    return Matrix(
        matrix.a,
        matrix.cost,
        matrix.row_low,
        matrix.row_high,
        matrix.column_low,
        matrix.column_high,
        matrix.offset,
    )


def _environment() -> dict[str, str]:
    """The parent's environment, with the folder of this package first on the path.

    The threads of OpenBLAS wait by spinning: two of them on one free core took ten times as long as one.
    """
    import energy_model.optimise

    root = str(Path(energy_model.optimise.__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"}
