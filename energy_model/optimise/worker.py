"""The other side of `process.Process`: read a task, do its work, write the answer, until nobody asks any more."""

import os
import pickle
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from pkgutil import resolve_name
from queue import SimpleQueue
from shutil import rmtree
from threading import Thread

from energy_model.optimise.memory import give_back


def main() -> None:
    """Answer the tasks in the files named on standard input until it closes; what solvers print goes to the errors.

    The argument is the folder of the parent for this process. Where the parent is ended by force it closes the input
    and cannot clear the folder away: this process does so, and ends in the midst of a task (measured: 258 MB and a
    solver at work were left).
    """
    # What a task unpacks goes with that folder, too, if this process is ended.
    tempfile.tempdir = sys.argv[1]
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(tasks, Path(sys.argv[1])), daemon=True).start()
    while True:
        line = tasks.get()
        task = Path(line.decode().rstrip("\n"))
        with task.open("rb") as file:
            name, arguments = pickle.load(file)
        with suppress(OSError):  # held open by a scanner: the next task takes its place
            task.unlink()
        work = resolve_name(name)(*arguments)
        del arguments
        give_back()
        pickle.dump(work(), out, protocol=5)
        out.flush()


def _listen(tasks: "SimpleQueue[bytes]", folder: Path) -> None:
    """Hand on what is asked; end the process with the one that asks."""
    # Not through `sys.stdin`: Python aborts where it ends while another thread waits for that.
    with open(0, "rb", buffering=0, closefd=False) as asked:
        for line in asked:
            tasks.put(line)
    rmtree(folder, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
