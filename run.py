"""Solve the shipped case and write its report: ``python run.py``.

Takes the words of ``energy-model run``; where the first is no case it runs ``inputs/golmud``.
"""

import sys
from pathlib import Path

from energy_model.cli import main

DEFAULT_CASE = str(Path(__file__).resolve().parent / "inputs" / "golmud")


def arguments(given: list[str]) -> list[str]:
    """Return the words of ``energy-model run``, with the shipped case where none is named."""
    if any(word in ("--help", "-h") for word in given):
        return ["run", *given]
    names_case = bool(given) and not given[0].startswith("-")
    return ["run", *([] if names_case else [DEFAULT_CASE]), *given]


if __name__ == "__main__":
    sys.argv = ["energy-model", *arguments(sys.argv[1:])]
    main()
