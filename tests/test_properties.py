"""Laws that hold for every system, tried on random miniature cases.

Each case is six hours of one zone with sun, wind, a coal unit, a battery and a backup; all numbers are drawn from
coarse steps, so that a failing example is easy to read. `derandomize` makes every run try the same examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from energy_model.model import schemas
from energy_model.studies import Reader, verify
from tests.helpers import Tables, miniature
from tests.model.conftest import BACKUP, Outcome

HOURS = 6
FEW = settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    phases=(Phase.generate,),  # a failing example is small as it is; shrinking it would take minutes of solving
    suppress_health_check=list(HealthCheck),
)
POWERS = ("GW", "GWh", "GWh/a", "kt")  # what grows with the size of a system


@dataclass(frozen=True)
class System:
    """Tables and hourly columns of a miniature case."""

    tables: dict[str, dict[str, dict[str, Any]]]
    load: tuple[float, ...]
    sun: tuple[float, ...]
    wind: tuple[float, ...]

    def solved(self, load: tuple[float, ...] = (), **changed: Tables) -> Outcome:
        """Solve the system, with other tables or another load where given."""
        load = load or self.load
        demand = {"demand": {"town": {"profile": "load", "energy": sum(load)}}}
        profiles = {"load": load, "sun": self.sun, "wind": self.wind}
        return Outcome(miniature({**self.tables, **demand, **changed}, HOURS, profiles))


def hourly(low: int, high: int) -> st.SearchStrategy[tuple[float, ...]]:
    """Draw a value for each hour, in quarters."""
    return st.tuples(*[st.integers(4 * low, 4 * high).map(lambda number: number / 4)] * HOURS)


@st.composite
def systems(draw: st.DrawFn) -> System:
    """Draw a system whose backup can always serve the load."""
    size = st.integers(1, 8).map(float)
    share = st.sampled_from([0.7, 0.8, 0.9, 1.0])
    built = {"capacity_investment": draw(st.integers(1, 40)) * 1.0, "lifetime": 1.0}
    store = {f"{part}_capacity_existing": draw(size) for part in ("charge", "discharge", "energy")}
    tables = {
        "renewable": {
            "pv": {"technology": "pv", "profile": "sun", "capacity_existing": draw(size),
                   "capacity_addition_max": draw(size), **built},
            "farm": {"technology": "wind", "profile": "wind", "capacity_existing": draw(size),
                     "variable_cost": draw(st.sampled_from([0.0, 0.5]))},
            "park": {"technology": "wind", "profile": "wind", "capacity_existing": draw(size),
                     "variable_cost": draw(st.sampled_from([0.0, 0.5]))},
        },
        "thermal": {
            "backup": BACKUP,
            "coal": {"technology": "coal", "capacity_existing": draw(size), "min_share": draw(share) - 0.5,
                     "no_load_fuel": 0.25, "incremental_fuel": 2.0, "fuel_price": draw(st.sampled_from([0.5, 1.0, 2.0])),
                     "start_cost": draw(st.sampled_from([0.0, 1.0])), "ramp": 0.5, "start_power": 0.5,
                     "emission_factor": 0.5},
        },
        "storage": {
            "battery": {"technology": "lfp", **store, "charge_yield": draw(share), "discharge_draw": 1 / draw(share),
                        "throughput_cost": 0.01, "charge_ratio_max": 8.0},
        },
    }  # fmt: skip
    return System(tables, draw(hourly(1, 6)), draw(hourly(0, 1)), draw(hourly(0, 1)))


def at_most(cost: float, bound: float) -> bool:
    """Return whether a cost does not exceed a bound, but for the exactness of the solver."""
    return cost <= bound + 1e-6 * max(1.0, abs(bound))


NEW = {
    "renewable": {"technology": "wind", "profile": "flat", "capacity_existing": 1.0},
    "thermal": {"technology": "gas", "capacity_existing": 2.0, "incremental_fuel": 1.0, "fuel_price": 0.5},
    "storage": {"technology": "lfp", "charge_capacity_existing": 1.0, "discharge_capacity_existing": 1.0,
                "energy_capacity_existing": 2.0},
}  # fmt: skip


@FEW
@given(systems(), st.sampled_from(sorted(NEW)))
def test_one_more_plant_never_raises_the_cost(system: System, table: str) -> None:
    """Proves that nothing forces a plant to run or to be paid for; a sign slip in `net_supply` would."""
    more = {table: {**system.tables[table], "new": NEW[table]}}
    assert at_most(system.solved(**more).cost, system.solved().cost)


@FEW
@given(systems(), st.integers(0, HOURS - 1), st.sampled_from([0.25, 3.0]))
def test_more_demand_never_lowers_the_cost(system: System, hour: int, power: float) -> None:
    """Proves that demand takes from the busbar; counted the wrong way round it would lower the cost."""
    load = tuple(value + power * (t == hour) for t, value in enumerate(system.load))
    assert at_most(system.solved().cost, system.solved(load=load).cost)


@FEW
@given(systems(), st.permutations(["pv", "farm", "park"]), st.permutations(["backup", "coal"]))
def test_the_order_of_plants_changes_nothing(system: System, renewable: list[str], thermal: list[str]) -> None:
    """Proves that pools and masks follow the plants; a wrong index would give a plant another one's numbers."""
    order = {"renewable": renewable, "thermal": thermal}
    other = {table: {name: system.tables[table][name] for name in names} for table, names in order.items()}
    one, two = system.solved(), system.solved(**other)
    assert two.cost == pytest.approx(one.cost, rel=1e-6, abs=1e-6)
    for name in renewable:
        stock = [float(of.tree["renewable"]["capacity"].sel(plant=name).values[0]) for of in (one, two)]
        least = system.tables["renewable"][name]["capacity_existing"]
        assert min(stock) >= least - 1e-9
        assert name == "pv" or stock[0] == pytest.approx(stock[1])


LIMITS = {
    "emissions": ({"kind": "emissions"}, "mass", (0.0, 2.0, 10.0)),
    "clean_capacity": ({"kind": "clean_capacity", "subject": "clean"}, "power", (30.0, 20.0, 5.0)),
}


@FEW
@given(systems(), st.sampled_from(sorted(LIMITS)))
def test_a_looser_requirement_never_raises_the_cost(system: System, kind: str) -> None:
    """Proves the sense of the row and the order of the two phases: the shortfall never grows, nor does the cost."""
    entry, parameter, limits = LIMITS[kind]
    solved = [system.solved(requirements={"limit": {**entry, parameter: limit}}) for limit in limits]
    for strict, loose in zip(solved, solved[1:], strict=False):
        assert at_most(loose.requirement("limit"), strict.requirement("limit"))
        assert at_most(loose.cost, strict.cost)
        assert loose.feasible or not strict.feasible


@FEW
@given(systems(), st.sampled_from([0.5, 3.0]))
def test_a_system_of_other_size_costs_in_proportion(system: System, factor: float) -> None:
    """Proves that the model is linear in powers: no constant, bound or tolerance has a size of its own."""
    known = schemas()
    scaled = {
        table: {
            item: {
                name: value * factor if (own := known[table].parameter(name)) and own.unit in POWERS else value
                for name, value in entries.items()
            }
            for item, entries in items.items()
        }
        for table, items in system.tables.items()
    }
    load = tuple(value * factor for value in system.load)
    cost = system.solved(load=load, **scaled).cost
    assert cost == pytest.approx(factor * system.solved().cost, rel=1e-6, abs=1e-6)


@FEW
@given(systems())
def test_energy_is_conserved(system: System) -> None:
    """Proves by a sum of its own that each hour closes and that the store gives what it took, less its losses."""
    outcome = system.solved()
    supply = sum(outcome.of("renewable", "power", p) for p in range(3))
    supply = supply + outcome.of("thermal", "power", 0) + outcome.of("thermal", "power", 1)
    charge, discharge = (outcome.of("storage", name) for name in ("charge", "discharge"))
    shed = outcome.of("balance", "shed")
    assert supply + discharge + shed == pytest.approx(np.array(system.load) + charge, abs=1e-6)
    battery = system.tables["storage"]["battery"]
    stored = battery["charge_yield"] * charge.sum() - battery["discharge_draw"] * discharge.sum()
    assert stored == pytest.approx(0.0, abs=1e-6)
    for name, column in (("pv", system.sun), ("farm", system.wind), ("park", system.wind)):
        plant = outcome.tree["renewable"].sel(plant=name)
        assert np.all(plant["power"].values <= np.array(column) * float(plant["capacity"].values[0]) + 1e-6)
    assert verify(Reader(outcome.tree)).passed
