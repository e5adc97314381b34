"""Solve miniature cases exactly and read what came out."""

import numpy as np
import pytest

from energy_model.optimise import SolverSettings
from energy_model.studies.solve import solve
from tests.helpers import miniature

BACKUP = {"technology": "gas", "capacity_existing": 1e3, "incremental_fuel": 1.0, "fuel_price": 10.0}


class Outcome:
    """A solved miniature: cost, feasibility and values by name."""

    def __init__(self, case):
        self.solved = solve(case, SolverSettings(solver="simplex"))
        self.feasible = self.solved.two_phase.feasible
        self.cost = self.solved.two_phase.solution.objective
        self.tree = self.solved.tree

    def of(self, node, name, plant=0):
        """Values of one plant, all steps or stages."""
        return np.asarray(self.tree[node][name].values[plant], dtype=float)

    def requirement(self, name, what="shortfall"):
        """A requirement's achieved, needed, shortfall or dual in the first stage."""
        return float(self.tree["requirements"][what].sel(requirement=name).values[0])


@pytest.fixture
def run():
    """Solve the tables of a miniature; by default four steps of an hour and a backup plant at 10 MCNY/GWh."""

    def solved(tables, demand=(0, 0, 0, 0), backup=True, profiles=None, **options):
        hours = len(demand)
        columns = {"load": np.array(demand, dtype=float), **(profiles or {})}
        given = {name: dict(items) for name, items in tables.items()}
        if sum(demand):
            load = {"profile": "load", "energy": float(sum(demand)), **given.get("demand", {}).get("load", {})}
            given["demand"] = {"load": load}
        else:
            columns["load"] = np.ones(hours)
            given.setdefault("demand", {})
        if backup:
            given["thermal"] = {"backup": BACKUP, **given.get("thermal", {})}
        return Outcome(miniature(given, hours=hours, profiles=columns, **options))

    return solved
