"""The child process of `child.solve_apart`: read a task, solve it, write the answer, until nobody asks any more."""

import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path

from energy_model.optimise.memory import give_back
from energy_model.optimise.solvers import begin


def main() -> None:
    """Answer the tasks in the files named on standard input until it closes; what solvers print goes to the errors."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        task = Path(line.decode().rstrip("\n"))
        with task.open("rb") as file:
            matrix, options = pickle.load(file)
        with suppress(OSError):  # held open by a scanner: the next task takes its place
            task.unlink()
        solve = begin(matrix, options)
        del matrix
        give_back()
        pickle.dump(solve(), out, protocol=5)
        out.flush()


if __name__ == "__main__":
    main()
