"""What the figures draw: the hourly flows of one weather year of one stage, summed by technology [GW]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from energy_model.case.case import FloatArray, IntArray
from energy_model.studies.reader import Reader
from energy_model.studies.renewables import COUNTED, sources

#: Node, variable, key: what is given to the busbars, from the bottom of the stack; an empty key: by technology.
SUPPLY = (
    ("thermal", "power", ""),
    ("csp", "power", "csp"),
    ("renewable", "power", ""),
    ("pumped_hydro", "generation", "pumped_hydro"),
    ("storage", "discharge", ""),
    ("export_line", "imported", "import"),
    ("balance", "shed", "shed"),
)
#: What is taken from the busbars besides demand and export.
TAKEN = (
    ("pumped_hydro", "pumping", "pumped_hydro"),
    ("storage", "charge", ""),
    ("csp", "heater_power", "csp_heater"),
    ("hydrogen", "electrolyser_power", "electrolyser"),
    ("electric_heat", "boiler_power", "boiler"),
)
#: Node, level, size, key of what stores energy.
LEVELS = (
    ("storage", "level", ""),
    ("pumped_hydro", "level", "pumped_hydro"),
    ("csp", "level", "csp"),
)
ORDER = ("hydro", "coal", "gas", "csp", "wind", "pv")
#: What the plants of direct supply generate.
OWN = (("pv", "pv_power"), ("wind", "wind_power"), ("battery", "discharge"))
SEASONS = {"winter": (12, 1, 2), "spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11)}
WEEK = 168.0
LEAST = 1e-3  # GW or GWh; less is not drawn


@dataclass(frozen=True)
class Hourly:
    """The flows of one weather year.

    Attributes
    ----------
    start, hours, month, hour_of_day : array, shape (steps,)
        Hour of the year at which each step begins, its length [h], its month and its hour of the day.
    supply, taken : mapping of str to array
        Power by technology [GW].
    available : mapping of str to array
        Power of wind and PV that the weather allows [GW].
    demand, price, missing : array
        Demand after shifting [GW], marginal value of energy [MCNY/GWh], power not served or not sent [GW].
    export : mapping of str to array
        Power sent by line [GW].
    levels : mapping of str to array
        Energy in store by technology [GWh].
    """

    start: IntArray
    hours: FloatArray
    month: IntArray
    hour_of_day: IntArray
    supply: Mapping[str, FloatArray]
    taken: Mapping[str, FloatArray]
    available: Mapping[str, FloatArray]
    demand: FloatArray
    price: FloatArray
    missing: FloatArray
    export: Mapping[str, FloatArray]
    levels: Mapping[str, FloatArray]

    @property
    def curtailed(self) -> FloatArray:
        """Power of wind and PV that is not taken [GW]."""
        zero = np.zeros(len(self.start))
        return np.maximum(sum((self.available[k] - self.supply[k] for k in self.available), zero), 0.0)


def hourly(reader: Reader, stage: int = -1) -> Hourly:
    """Return the flows of the first weather year of a stage, the last one by default."""
    steps = chosen_steps(reader, stage)
    supply = _by_key(reader, SUPPLY, steps)
    taken = _by_key(reader, TAKEN, steps)
    if reader.has("direct_supply"):
        _add(supply, {key: _sum(reader, "direct_supply", name, steps) for key, name in OWN})
        _add(taken, {"battery": _sum(reader, "direct_supply", "charge", steps)})
    order = [k for k in ORDER if k in supply] + [k for k in supply if k not in ORDER]
    return Hourly(
        start=reader.steps("hour_of_year")[steps],
        hours=reader.hours[steps],
        month=reader.steps("month_of")[steps],
        hour_of_day=reader.steps("hour_of_day")[steps],
        supply={key: supply[key] for key in order},
        taken=taken,
        available=_available(reader, steps),
        demand=_demand(reader, steps),
        price=reader.price()[:, steps].max(axis=0),
        missing=_sum(reader, "balance", "shed", steps) + _sum(reader, "export_line", "undelivered", steps),
        export=_export(reader, steps),
        levels=_by_key(reader, LEVELS, steps),
    )


def chosen_steps(reader: Reader, stage: int = -1) -> IntArray:
    """Return the steps of the first weather year of a stage, the last one by default."""
    of, slices = reader.steps("stage_of"), reader.steps("slice_of")
    chosen = of == np.unique(of)[stage]
    return np.flatnonzero(chosen & (slices == slices[chosen].min()))


def hardest_week(flows: Hourly) -> IntArray:
    """Return the steps of the hardest week of seven calendar days.

    It is the week with the most energy not served or not sent; where none is missing, the one in which energy was
    worth most on average.
    """
    weeks = _weeks(flows)
    missing = [float((flows.missing * flows.hours)[steps].sum()) for steps in weeks]
    dear = [float(np.average(flows.price[steps], weights=flows.hours[steps])) for steps in weeks]
    return weeks[int(np.argmax(missing if max(missing) > 1e-3 else dear))]


def typical_week(flows: Hourly, season: str) -> IntArray | None:
    """Return the steps of the week whose wind and PV is the median of its season; None without such a week."""
    weeks = [steps for steps in _weeks(flows) if flows.month[steps[len(steps) // 2]] in SEASONS[season]]
    if not weeks:
        return None
    sun_and_wind = sum(flows.available.values(), np.zeros(len(flows.start))) * flows.hours
    energy = np.array([sun_and_wind[steps].sum() for steps in weeks])
    return weeks[int(np.argsort(energy)[len(weeks) // 2])]


def _weeks(flows: Hourly) -> list[IntArray]:
    """Return the steps of each full week from the first of January; of a run shorter than that, all steps."""
    week = ((np.cumsum(flows.hours) - flows.hours) // WEEK).astype(int)
    full = [np.flatnonzero(week == w) for w in np.unique(week)]
    full = [steps for steps in full if flows.hours[steps].sum() >= WEEK]
    return full or [np.arange(len(flows.start))]


def _by_key(reader: Reader, entries: Iterable[tuple[str, str, str]], steps: IntArray) -> dict[str, FloatArray]:
    """Return the sum of variables by key; what is nowhere above a megawatt is left out."""
    sums: dict[str, FloatArray] = {}
    for node, name, key in entries:
        if not reader.has(node, name):
            continue
        words = (key,) * reader.count(node) if key else reader.words(node, "technology")
        for word, row in zip(words, reader.get(node, name)[:, steps], strict=True):
            _add(sums, {word: row})
    return {key: values for key, values in sums.items() if np.abs(values).max(initial=0.0) > LEAST}


def _add(sums: dict[str, FloatArray], more: Mapping[str, FloatArray]) -> None:
    """Add flows to sums by key."""
    for key, values in more.items():
        sums[key] = sums.get(key, np.zeros(len(values))) + values


def _sum(reader: Reader, node: str, name: str, steps: IntArray) -> FloatArray:
    """Return the sum over the plants of a node; zero where it is not in the case."""
    zero = np.zeros(len(steps))
    return zero + reader.get(node, name)[:, steps].sum(axis=0) if reader.has(node, name) else zero


def _available(reader: Reader, steps: IntArray) -> dict[str, FloatArray]:
    """Return what the weather allows of wind and PV."""
    sums: dict[str, FloatArray] = {}
    for source in sources(reader):
        for word, row in zip(source.technologies, source.available[:, steps], strict=True):
            if word in COUNTED:
                _add(sums, {word: row})
    return sums


def _demand(reader: Reader, steps: IntArray) -> FloatArray:
    """Return local demand after shifting and interrupting, with that of direct supply."""
    parts = (("demand", 1.0), ("taken_early", 1.0), ("put_off", -1.0), ("interrupted", -1.0))
    total = _sum(reader, "direct_supply", "demand", steps)
    for name, sign in parts:
        total = total + sign * _sum(reader, "demand", name, steps)
    return total


def _export(reader: Reader, steps: IntArray) -> dict[str, FloatArray]:
    """Return the power sent by line."""
    if not reader.has("export_line"):
        return {}
    return dict(zip(reader.plants("export_line"), reader.get("export_line", "sent")[:, steps], strict=True))
