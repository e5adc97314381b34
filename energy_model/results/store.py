"""A result on disk: written to a temporary place and moved when complete, read back as it was."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

SOLUTION, SUMMARY, INPUTS, SOURCES = "solution.nc", "summary.json", "inputs.csv", "sources.csv"


@contextmanager
def complete_folder(folder: Path) -> Iterator[Path]:
    """Give a temporary folder beside `folder` and put it in its place when the block ends without an error.

    Parameters
    ----------
    folder : Path
        Where the result shall stand; what stood there is replaced as a whole.

    Yields
    ------
    Path
        Folder to write into.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    temporary.chmod(0o755)  # mkdtemp makes it for its owner only; results are shared in an office
    try:
        yield temporary
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
            folder.rename(old / folder.name)
            temporary.rename(folder)
            shutil.rmtree(old)
        else:
            temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def save(folder: Path, tree: xr.DataTree, summary: dict[str, Any], inputs: pd.DataFrame, sources: pd.DataFrame) -> None:
    """Write the files of a result into a folder that exists."""
    encoding = {
        path: {name: {"zlib": True, "complevel": 1} for name, array in node.data_vars.items() if array.size > 1000}
        for path, node in ((node.path, node) for node in tree.subtree)
    }
    tree.to_netcdf(folder / SOLUTION, engine="netcdf4", encoding=encoding)
    (folder / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    inputs.to_csv(folder / INPUTS, index=False, encoding="utf-8-sig")
    sources.to_csv(folder / SOURCES, encoding="utf-8-sig")


def load(folder: Path) -> tuple[xr.DataTree, dict[str, Any], pd.DataFrame, pd.DataFrame]:
    """Read what `save` has written.

    Raises
    ------
    FileNotFoundError
        If the folder holds no complete result.
    """
    for name in (SOLUTION, SUMMARY, INPUTS, SOURCES):
        if not (folder / name).is_file():
            raise FileNotFoundError(f"{folder} holds no complete result: {name} is missing")
    tree = xr.open_datatree(folder / SOLUTION, engine="netcdf4").load()
    tree.close()
    summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    inputs = pd.read_csv(folder / INPUTS, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    sources = pd.read_csv(folder / SOURCES, encoding="utf-8-sig", dtype=str, keep_default_na=False, index_col=0)
    return tree, summary, inputs, sources
