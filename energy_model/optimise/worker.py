"""The child process of `child.solve_apart`: read a task, solve it, write the answer."""

import pickle
import sys
from pathlib import Path

from energy_model.optimise.solvers import run


def main(task: str, answer: str) -> None:
    """Solve what is in one file, write the result to another, under its name only when complete."""
    with Path(task).open("rb") as file:
        matrix, options = pickle.load(file)
    raw = run(matrix, options)
    partial = Path(answer).with_suffix(".partial")
    with partial.open("wb") as file:
        pickle.dump(raw, file, protocol=5)
    partial.replace(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
