"""Run a solver in a process of its own: native code may crash or hang, the program may not."""

import logging
import os
import pickle
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from energy_model.optimise.matrix import Matrix
from energy_model.optimise.solvers import RawSolution, SolverOptions, Status

log = logging.getLogger(__name__)

# What a process needs to start, read and write, on top of the solver's own time.
_START = 20.0


def solve_apart(matrix: Matrix, options: SolverOptions) -> RawSolution:
    """Solve in a child process; a crash or a time-out is an answer, not an exception.

    The child is started as ``python -m energy_model.optimise.worker`` in an empty folder, so neither the parent's
    script is run again nor can a file beside it stand in for a library. Arrays go through that folder.

    Parameters
    ----------
    matrix : Matrix
        Labels are not passed on.
    options : SolverOptions
    """
    with TemporaryDirectory(prefix="energy-model-", ignore_cleanup_errors=True) as folder:
        task, answer = Path(folder) / "task.pickle", Path(folder) / "answer.pickle"
        with task.open("wb") as file:
            pickle.dump((_without_labels(matrix), options), file, protocol=5)
        command = [sys.executable, "-m", "energy_model.optimise.worker", str(task), str(answer)]
        try:
            ended = subprocess.run(
                command,
                cwd=folder,
                env=_environment(),
                timeout=options.time_limit + _START,
                capture_output=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return RawSolution(None, None, None, Status.TIMED_OUT, message=f"killed after {options.time_limit:g} s")
        if ended.returncode != 0 or not answer.exists():
            return RawSolution(None, None, None, Status.CRASHED, message=_last_words(ended))
        with answer.open("rb") as file:
            raw: RawSolution = pickle.load(file)
        return raw


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


def _last_words(ended: subprocess.CompletedProcess[bytes]) -> str:
    """Exit code and the last line that the child wrote."""
    lines = ended.stderr.decode(errors="replace").strip().splitlines()
    return f"exit code {ended.returncode}" + (f": {lines[-1][:300]}" if lines else "")
