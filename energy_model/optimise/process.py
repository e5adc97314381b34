"""A process of this program that works on one task at a time, found and told through files and pipes."""

import atexit
import math
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import TIMEOUT_MAX, Thread
from typing import IO, Any, cast

from energy_model.optimise.memory import give_back

# What a process needs to start, read and write, on top of the time that its work may take [s].
START = 20.0

# How long a process that has closed its pipe may take to end by itself [s].
_LAST_WORDS = 2.0

_COMMAND = [sys.executable, "-m", "energy_model.optimise.worker"]


class NoAnswerError(Exception):
    """A process gave no answer: it died, or its time was over.

    Attributes
    ----------
    late : bool
        Whether its time was over.
    killed : bool
        Whether the system ended it, as where memory runs short (not told apart on Windows).
    """

    def __init__(self, words: str, late: bool = False, killed: bool = False):
        super().__init__(words)
        self.late, self.killed = late, killed


class Process:
    """A process of its own, for one task at a time.

    It is started as ``python -m energy_model.optimise.worker`` in an empty folder, so neither the parent's script is
    run again nor can a file beside it stand in for a library.

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

    def give(self, name: str, *arguments: Any) -> None:
        """Put a task where the process will find it: a function ``module:name`` that returns the work to be done."""
        self.free, self._said = False, self._words.seek(0, os.SEEK_END)
        with self._task.open("wb") as file:
            pickle.dump((name, arguments), file, protocol=5)

    def answer(self, time_limit: float, patient: bool) -> Any:
        """The answer to the task. Who is patient gives up what memory is free.

        Raises
        ------
        NoAnswerError
            If there is none; the process has ended then.
        """
        answers: list[Any] = []
        asking = Thread(target=self._exchange, args=(answers,), daemon=True)
        try:
            asking.start()
            if patient:
                give_back()
            asking.join(min(time_limit + START, TIMEOUT_MAX))
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
            raise NoAnswerError(f"no end within {time_limit + START:g} s", late=True)
        raise self._died()

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

    def _exchange(self, answers: list[Any]) -> None:
        """Say that there is a task and wait for its answer; a pipe that closes on the way leaves none."""
        # Both are pipes, as asked for.
        stdin, stdout = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            stdin.write(f"{self._task}\n".encode())
            stdin.flush()
            answers.append(pickle.load(stdout))

    def _died(self) -> NoAnswerError:
        """Exit code and the last line that the process wrote; all that it wrote is a note."""
        code = self._process.wait()
        self._words.seek(self._said)
        lines = self._words.read().decode(errors="replace").strip().splitlines()
        error = NoAnswerError(f"exit code {code}" + (f": {lines[-1][:300]}" if lines else ""), killed=code < 0)
        error.add_note("\n".join(lines))
        return error


def _environment() -> dict[str, str]:
    """The parent's environment, with the folder of this package first on the path.

    The threads of OpenBLAS wait by spinning: two of them on one free core took ten times as long as one.
    """
    import energy_model.optimise

    root = str(Path(energy_model.optimise.__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"}


def apart(name: str, *arguments: Any) -> Any:
    """The answer of a process of its own to one task: what it loads and what it leaves behind end with it.

    Parameters
    ----------
    name : str
        A function ``module:name`` that returns the work to be done.
    *arguments
        Its arguments.

    Raises
    ------
    NoAnswerError
        If it dies; its own words stand with the error.
    """
    process = Process()
    try:
        process.give(name, *arguments)
        return process.answer(math.inf, patient=True)
    finally:
        process.end()
