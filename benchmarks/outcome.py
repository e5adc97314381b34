"""Results of a measurement: a table on disk and on the screen, and a plot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from rich.console import Console
from rich.table import Table

mpl.use("Agg")
from matplotlib import pyplot as plt

CONSOLE = Console(width=150)


def write_table(frame: pd.DataFrame, out: Path, name: str, shown: Sequence[str]) -> Path:
    """Write a table as csv and print some of its columns.

    Parameters
    ----------
    frame : DataFrame
        One row per run.
    out : Path
        Folder of the results.
    name : str
        Stem of the file.
    shown : sequence of str
        Columns that are printed.
    """
    out.mkdir(parents=True, exist_ok=True)
    place = out / f"{name}.csv"
    frame.to_csv(place, index=False)
    table = Table(title=name)
    columns = [column for column in shown if column in frame]
    for column in columns:
        table.add_column(column)
    for row in frame[columns].itertuples(index=False):
        table.add_row(*(_text(value) for value in row))
    CONSOLE.print(table)
    CONSOLE.print(f"{place}")
    return place


def _text(value: object) -> str:
    """Return a cell as text; numbers with four digits that count."""
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.4g}" if abs(value) < 1e4 else f"{value:.2f}"
    return str(value)


def bars(frame: pd.DataFrame, label: str, panels: dict[str, str], place: Path, title: str) -> None:
    """Draw one panel of horizontal bars per column.

    Parameters
    ----------
    frame : DataFrame
        One row per bar.
    label : str
        Column that names the bars.
    panels : dict
        Column to title with unit.
    place : Path
        File of the plot.
    title : str
        Title of the figure.
    """
    figure, axes = plt.subplots(1, len(panels), figsize=(5.0 * len(panels), 1.2 + 0.42 * len(frame)), sharey=True)
    for axis, (column, words) in zip(np.atleast_1d(axes), panels.items(), strict=True):
        values = frame[column].astype(float).to_numpy()
        axis.barh(frame[label].astype(str), values, color="#6bb8e8")
        axis.bar_label(axis.containers[0], labels=[_text(float(v)) for v in values], padding=3)
        axis.set_xlabel(words)
        axis.margins(x=0.18)
        axis.spines[["top", "right"]].set_visible(False)
    np.atleast_1d(axes)[0].invert_yaxis()
    _finish(figure, title, place)


def growth_plot(hours: np.ndarray, series: dict[str, np.ndarray], place: Path, title: str) -> None:
    """Draw times against hours, both axes logarithmic, with the limit on the exponent as a line.

    Parameters
    ----------
    hours : array
        Hours of the runs.
    series : dict of str to array
        Seconds by name, one value per run.
    place : Path
        File of the plot.
    title : str
        Title of the figure.
    """
    figure, axis = plt.subplots(figsize=(7.0, 4.6))
    for name, seconds in series.items():
        axis.loglog(hours, seconds, "o-", label=name)
    first = next(iter(series.values()))
    axis.loglog(hours, first[-1] * (hours / hours[-1]) ** 1.15, "--", color="#999999", label="hours^1.15")
    axis.set_xlabel("hours")
    axis.set_ylabel("seconds")
    axis.grid(which="both", alpha=0.25)
    axis.legend()
    _finish(figure, title, place)


def _finish(figure: Figure, title: str, place: Path) -> None:
    """Give a figure its title and write it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    figure.suptitle(title)
    figure.tight_layout()
    figure.savefig(place, dpi=150)
    plt.close(figure)
    CONSOLE.print(f"{place}")
