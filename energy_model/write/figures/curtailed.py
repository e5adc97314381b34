"""Where the clean energy goes: used and curtailed by month and cause, and by month and hour."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from energy_model.case.case import FloatArray
from energy_model.errors import Language
from energy_model.write.hourly import Hourly
from energy_model.write.theme import look
from energy_model.write.units import convert, unit, with_unit
from energy_model.write.words import say


def draw_causes(axes: Axes, used: pd.Series, causes: pd.DataFrame, rates: pd.Series, language: Language) -> Axes:
    """Draw what wind and PV could give by month: used, and curtailed by cause; the rate stands on the bar.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    used : Series
        Energy used by month [GWh].
    causes : DataFrame
        Energy curtailed, months × causes [GWh].
    rates : Series
        Curtailment rate by month [1].
    language : {"zh", "en"}
        Of labels and units.
    """
    place = np.arange(len(used))
    base = convert(used, "energy", language)
    colour, _ = look("used")
    axes.bar(place, base, 0.75, color=colour, label=say("used", language))
    for cause in causes.columns:
        height = convert(causes[cause], "energy", language)
        colour, hatch = look(str(cause))
        axes.bar(place, height, 0.75, bottom=base, color=colour, hatch=hatch, edgecolor="#ffffff", linewidth=0.3,
                 label=say(str(cause), language))  # fmt: skip
        base = base + height
    for x, y, rate in zip(place, base, rates, strict=True):
        axes.annotate(
            with_unit(float(rate), "share", language, 1),
            (x, y),
            (0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
    axes.set_xticks(place, [say(f"month_{month}", language) for month in used.index])
    axes.set_ylabel(say("axis_energy", language, unit=unit("energy", language).symbol))
    axes.grid(visible=False, axis="x")
    axes.margins(y=0.1)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=6)
    return axes


def month_by_hour(flows: Hourly) -> FloatArray:
    """Return mean curtailed power by hour of the day and month [GW], NaN where the run has no such hour."""
    frame = pd.DataFrame({"power": flows.curtailed * flows.hours, "hours": flows.hours})
    sums = frame.groupby([flows.hour_of_day, flows.month]).sum()
    grid = (sums["power"] / sums["hours"]).unstack()
    return np.asarray(grid.reindex(index=range(24), columns=range(1, 13)), dtype=float)


def draw_heat_map(axes: Axes, flows: Hourly, language: Language) -> Axes:
    """Draw the mean curtailed power by month and hour of the day."""
    grid = convert(month_by_hour(flows), "power", language)
    grid = np.where(grid > 1e-3 * np.nanmax(grid), grid, np.nan)  # what is nothing stays white
    image = axes.imshow(grid, origin="lower", aspect="auto", cmap="magma_r", vmin=0.0, interpolation="nearest")
    axes.set_xticks(range(12), [say(f"month_{m}", language) for m in range(1, 13)])
    axes.set_yticks(range(0, 24, 3))
    axes.set_ylabel(say("axis_hour_of_day", language))
    axes.grid(visible=False)
    label = say("axis_curtailed", language, unit=unit("power", language).symbol)
    axes.figure.colorbar(image, ax=axes, label=label)
    return axes
