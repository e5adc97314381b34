"""Run a solver in a process of its own: native code may crash or hang, the program may not."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from energy_model.optimise.matrix import Matrix
from energy_model.optimise.process import NoAnswerError, Process
from energy_model.optimise.solvers import RawSolution, SolverOptions, Status

# Up to this many coefficients (700 h of the Golmud case) a process is kept for the next task: to start one takes a
# quarter of a second. What a larger task leaves behind in memory goes with its process.
_SMALL = 250_000

_BEGIN = "energy_model.optimise.solvers:begin"


@contextmanager
def posted(matrix: Matrix, options: SolverOptions) -> Iterator[Callable[[], RawSolution]]:
    """A child process that has its task, as a function that waits for the answer; before it the matrix may be dropped.

    A crash or a time-out is an answer, not an exception.

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
        yield partial(_answer, process, options.time_limit, patient=not small)
    finally:
        if small and process.free:
            _IDLE.append(process)
        else:
            process.end()


def _answer(process: Process, time_limit: float, patient: bool) -> RawSolution:
    """What the solver answered, or how it ended without an answer."""
    try:
        raw: RawSolution = process.answer(time_limit, patient)
    except NoAnswerError as error:
        return RawSolution(None, None, Status.TIMED_OUT if error.late else Status.CRASHED, message=str(error))
    return raw


# Processes that wait for a task. A fork of this program must not talk to them too.
_IDLE: list[Process] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.clear)


def _given(matrix: Matrix, options: SolverOptions) -> Process:
    """A process that has a task."""
    while (waiting := _idle()) is not None:
        try:
            waiting.give(_BEGIN, matrix, options)
            return waiting
        except OSError:
            waiting.end()  # its folder was cleared away
    process = Process()
    try:
        process.give(_BEGIN, matrix, options)
    except BaseException:
        process.end()
        raise
    return process


def _idle() -> Process | None:
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
