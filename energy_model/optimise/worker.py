"""The child process of `child.solve_apart`: read a task, solve it, write the answer, until nobody asks any more."""

import os
import pickle
import sys

from energy_model.optimise.solvers import run


def main() -> None:
    """Answer tasks from standard input until it closes; what solvers print goes to the error stream."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            matrix, options = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(run(matrix, options), out, protocol=5)
        out.flush()
        del matrix


if __name__ == "__main__":
    main()
