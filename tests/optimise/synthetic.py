"""An energy system of any size made by rule, to test and to measure with before any real case is read.

Zones in a row, each with solar, wind, a solar thermal plant with its heat store, coal units with relaxed
commitment, two stores and demand; lines between neighbours; an export contract from the first zone; yearly
rows (contract, use of renewables, carbon) and capacities that may be free. Units: MW, MWh, CNY, t.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pyomo.core.base.constraint as constraint_module
import pyomo.core.base.objective as objective_module
import pyomo.environ as pyo


@contextmanager
def templates(switched_on: bool = True) -> Iterator[None]:
    """Pyomo reads each rule once and keeps it as a template (module flags of 6.10)."""
    before = constraint_module.TEMPLATIZE_CONSTRAINTS, objective_module.TEMPLATIZE_OBJECTIVES
    constraint_module.TEMPLATIZE_CONSTRAINTS = switched_on
    objective_module.TEMPLATIZE_OBJECTIVES = switched_on
    try:
        yield
    finally:
        constraint_module.TEMPLATIZE_CONSTRAINTS, objective_module.TEMPLATIZE_OBJECTIVES = before


@dataclass(frozen=True)
class System:
    """What the generated system looks like."""

    zones: int = 3
    hours: int = 8760
    seed: int = 1
    free_capacity: bool = True
    clean_use: float = 0.85
    contract_share: float = 0.6
    carbon_share: float = 0.35
    stores: int = 3


def build(system: System, templated: bool = True) -> pyo.ConcreteModel:
    """The system as a Pyomo model."""
    with templates(templated):
        m = pyo.ConcreteModel()
        _data(m, system)
        _capacities(m, system)
        _renewables(m)
        _thermal(m)
        _stores(m)
        _balance(m)
        _requirements(m, system)
        _cost(m)
    return m


def _profiles(system: System) -> dict[str, np.ndarray]:
    """Hourly profiles (zones × hours, per unit) and demand [MW]."""
    rng = np.random.default_rng(system.seed)
    hour = np.arange(system.hours)
    day = np.maximum(0, np.sin((hour % 24 - 6) / 12 * np.pi))
    shape = (system.zones, system.hours)
    cloud = np.repeat(rng.uniform(0.35, 1.0, (system.zones, system.hours // 24 + 1)), 24, axis=1)
    steps = rng.normal(0, 0.08, shape)
    wind = np.empty(shape)
    wind[:, 0] = 0.4
    for t in range(1, system.hours):
        wind[:, t] = np.clip(wind[:, t - 1] + 0.03 * (0.35 - wind[:, t - 1]) + steps[:, t], 0, 1)
    season = 1 + 0.12 * np.cos(hour / 8760 * 2 * np.pi)
    demand = 900 * season * (0.85 + 0.25 * np.sin((hour % 24 - 8) / 24 * 2 * np.pi))
    return {
        "pv": np.round(day * cloud[:, : system.hours], 4),
        "wind": np.round(wind, 4),
        "demand": demand * rng.uniform(0.6, 1.4, (system.zones, 1)) * rng.uniform(0.97, 1.03, shape),
    }


def _table(m: pyo.ConcreteModel, name: str, values: np.ndarray) -> None:
    data = {(z, t): float(v) for (z, t), v in np.ndenumerate(values)}
    setattr(m, name, pyo.Param(m.zone, m.hour, initialize=data))


def _data(m: pyo.ConcreteModel, system: System) -> None:
    m.zone = pyo.RangeSet(0, system.zones - 1)
    m.hour = pyo.RangeSet(0, system.hours - 1)
    m.line = pyo.RangeSet(0, max(system.zones - 2, 0)) if system.zones > 1 else pyo.RangeSet(0, -1)
    m.store = pyo.RangeSet(0, system.stores - 1)
    before = {t: (t - 1) % system.hours for t in range(system.hours)}
    m.before = pyo.Param(m.hour, initialize=before, domain=pyo.Any)
    profiles = _profiles(system)
    m.share_of_year = system.hours / 8760
    for name, values in profiles.items():
        _table(m, name + "_profile" if name != "demand" else name, values)
    m.total_demand = float(profiles["demand"].sum())
    rng = np.random.default_rng(system.seed + 7)
    m.kept = pyo.Param(m.store, initialize={s: 1 - 10.0 ** -(3 + s % 2) for s in range(system.stores)})
    m.way = pyo.Param(m.store, initialize={s: (0.95, 0.88, 0.65)[s % 3] for s in range(system.stores)})
    m.coal_price = pyo.Param(m.zone, initialize={z: float(rng.uniform(220, 320)) for z in range(system.zones)})


PLANTS = {"pv": (2500.0, 180e3), "wind": (1800.0, 420e3), "csp": (400.0, 650e3), "coal": (1500.0, 300e3)}


def _capacities(m: pyo.ConcreteModel, system: System) -> None:
    def bounds(size: float) -> tuple[float, float]:
        return (0.2 * size, 4 * size) if system.free_capacity else (1.5 * size, 1.5 * size)

    for name, (size, _) in PLANTS.items():
        setattr(m, name + "_capacity", pyo.Var(m.zone, bounds=bounds(size)))
    m.power_capacity = pyo.Var(m.zone, m.store, bounds=bounds(500.0))
    m.energy_capacity = pyo.Var(m.zone, m.store, bounds=bounds(3000.0))


def _renewables(m: pyo.ConcreteModel) -> None:
    m.pv = pyo.Var(m.zone, m.hour, within=pyo.NonNegativeReals)
    m.wind = pyo.Var(m.zone, m.hour, within=pyo.NonNegativeReals)
    m.csp = pyo.Var(m.zone, m.hour, within=pyo.NonNegativeReals)
    m.heat = pyo.Var(m.zone, m.hour, within=pyo.NonNegativeReals)
    m.heat_in = pyo.Var(m.zone, m.hour, within=pyo.NonNegativeReals)

    @m.Constraint(m.zone, m.hour)
    def pv_limit(m, z, t):
        return m.pv[z, t] <= m.pv_profile[z, t] * m.pv_capacity[z]

    @m.Constraint(m.zone, m.hour)
    def wind_limit(m, z, t):
        return m.wind[z, t] <= m.wind_profile[z, t] * m.wind_capacity[z]

    @m.Constraint(m.zone, m.hour)
    def heat_limit(m, z, t):
        return m.heat_in[z, t] <= 2.5 * m.pv_profile[z, t] * m.csp_capacity[z]

    @m.Constraint(m.zone, m.hour)
    def heat_level(m, z, t):
        return m.heat[z, t] == 0.998 * m.heat[z, m.before[t]] + m.heat_in[z, t] - m.csp[z, t] / 0.42

    @m.Constraint(m.zone, m.hour)
    def heat_room(m, z, t):
        return m.heat[z, t] <= 24 * m.csp_capacity[z]

    @m.Constraint(m.zone, m.hour)
    def csp_limit(m, z, t):
        return m.csp[z, t] <= m.csp_capacity[z]


def _thermal(m: pyo.ConcreteModel) -> None:
    m.coal = pyo.Var(m.zone, m.hour, within=pyo.NonNegativeReals)
    m.online = pyo.Var(m.zone, m.hour, within=pyo.NonNegativeReals)
    m.start = pyo.Var(m.zone, m.hour, within=pyo.NonNegativeReals)

    @m.Constraint(m.zone, m.hour)
    def online_limit(m, z, t):
        return m.online[z, t] <= m.coal_capacity[z]

    @m.Constraint(m.zone, m.hour)
    def coal_most(m, z, t):
        return m.coal[z, t] <= m.online[z, t]

    @m.Constraint(m.zone, m.hour)
    def coal_least(m, z, t):
        return m.coal[z, t] >= 0.35 * m.online[z, t]

    @m.Constraint(m.zone, m.hour)
    def coal_start(m, z, t):
        return m.start[z, t] >= m.online[z, t] - m.online[z, m.before[t]]


def _stores(m: pyo.ConcreteModel) -> None:
    m.charge = pyo.Var(m.zone, m.store, m.hour, within=pyo.NonNegativeReals)
    m.discharge = pyo.Var(m.zone, m.store, m.hour, within=pyo.NonNegativeReals)
    m.level = pyo.Var(m.zone, m.store, m.hour, within=pyo.NonNegativeReals)

    @m.Constraint(m.zone, m.store, m.hour)
    def store_level(m, z, s, t):
        return m.level[z, s, t] == (
            m.kept[s] * m.level[z, s, m.before[t]] + m.way[s] * m.charge[z, s, t] - m.discharge[z, s, t]
        )

    @m.Constraint(m.zone, m.store, m.hour)
    def charge_limit(m, z, s, t):
        return m.charge[z, s, t] <= m.power_capacity[z, s]

    @m.Constraint(m.zone, m.store, m.hour)
    def discharge_limit(m, z, s, t):
        return m.discharge[z, s, t] <= m.power_capacity[z, s]

    @m.Constraint(m.zone, m.store, m.hour)
    def level_limit(m, z, s, t):
        return m.level[z, s, t] <= m.energy_capacity[z, s]


def _balance(m: pyo.ConcreteModel) -> None:
    m.forth = pyo.Var(m.line, m.hour, bounds=(0, 600))
    m.back = pyo.Var(m.line, m.hour, bounds=(0, 600))
    m.shed = pyo.Var(m.zone, m.hour, within=pyo.NonNegativeReals)
    m.export = pyo.Var(m.hour, bounds=(0, 1200))
    m.net = pyo.Var(m.zone, m.hour)
    m.exported = pyo.Param(m.zone, initialize={z: float(z == 0) for z in m.zone})
    last = len(m.line)
    leaves = {(k, z): float(k == z) for k in m.line for z in m.zone}
    enters = {(k, z): float(k + 1 == z) for k in m.line for z in m.zone}
    m.leaves = pyo.Param(m.line, m.zone, initialize=leaves)
    m.enters = pyo.Param(m.line, m.zone, initialize=enters)

    @m.Constraint(m.zone, m.hour)
    def net_supply(m, z, t):
        flows = 0
        if last:
            flows = sum(
                (0.97 * m.enters[k, z] - m.leaves[k, z]) * m.forth[k, t]
                + (0.97 * m.leaves[k, z] - m.enters[k, z]) * m.back[k, t]
                for k in m.line
            )
        return m.net[z, t] == m.pv[z, t] + m.wind[z, t] + m.csp[z, t] + m.coal[z, t] + flows

    @m.Constraint(m.zone, m.hour)
    def balance(m, z, t):
        return (
            m.net[z, t] + sum(m.discharge[z, s, t] - m.charge[z, s, t] for s in m.store) + m.shed[z, t]
            == m.demand[z, t] + m.exported[z] * m.export[t]
        )


def _requirements(m: pyo.ConcreteModel, system: System) -> None:
    m.export_missing = pyo.Var(within=pyo.NonNegativeReals)
    m.use_missing = pyo.Var(within=pyo.NonNegativeReals)
    m.carbon_missing = pyo.Var(within=pyo.NonNegativeReals)
    contract = system.contract_share * 1200 * system.hours
    pv_hours = {z: sum(m.pv_profile[z, t] for t in m.hour) for z in m.zone}
    wind_hours = {z: sum(m.wind_profile[z, t] for t in m.hour) for z in m.zone}
    m.pv_hours = pyo.Param(m.zone, initialize=pv_hours)
    m.wind_hours = pyo.Param(m.zone, initialize=wind_hours)

    @m.Constraint()
    def contract_energy(m):
        return sum(m.export[t] for t in m.hour) + m.export_missing >= contract

    @m.Constraint()
    def clean_use(m):
        return sum(m.pv[z, t] + m.wind[z, t] for z in m.zone for t in m.hour) + m.use_missing >= (
            system.clean_use
            * sum(m.pv_hours[z] * m.pv_capacity[z] + m.wind_hours[z] * m.wind_capacity[z] for z in m.zone)
        )

    @m.Constraint()
    def carbon(m):
        return (
            0.85 * sum(m.coal[z, t] for z in m.zone for t in m.hour)
            <= 0.85 * system.carbon_share * m.total_demand + m.carbon_missing
        )


def _cost(m: pyo.ConcreteModel) -> None:
    share = m.share_of_year

    @m.Objective()
    def cost(m):
        plants = 0
        for name, (_, price) in PLANTS.items():
            capacity = getattr(m, name + "_capacity")
            plants += share * price * sum(capacity[z] for z in m.zone)
        return (
            plants
            + sum(
                share * 60e3 * m.power_capacity[z, s] + share * 45e3 * m.energy_capacity[z, s]
                for z in m.zone
                for s in m.store
            )
            + sum(
                m.coal_price[z] * m.coal[z, t]
                + 12 * m.online[z, t]
                + 80 * m.start[z, t]
                + 2 * m.csp[z, t]
                + 20000 * m.shed[z, t]
                for z in m.zone
                for t in m.hour
            )
            + sum(0.5 * m.discharge[z, s, t] for z in m.zone for s in m.store for t in m.hour)
            + sum(1.0 * m.forth[k, t] + 1.0 * m.back[k, t] for k in m.line for t in m.hour)
        )


SHORTFALLS = ("export_missing", "use_missing", "carbon_missing")
