"""Many random systems: every one ends with a proof."""

import numpy as np
import pytest

from energy_model.optimise.compile import compile_model
from energy_model.optimise.outcome import Outcome, SolverSettings
from energy_model.optimise.phases import optimise_two_phase
from energy_model.optimise.portfolio import optimise
from tests.optimise.synthetic import SHORTFALLS, System, build


def drawn(seed):
    rng = np.random.default_rng(seed)
    return System(
        zones=int(rng.integers(1, 4)),
        hours=24 * int(rng.integers(5, 31)),
        seed=seed,
        free_capacity=bool(rng.random() < 0.7),
        clean_use=float(rng.uniform(0.5, 0.99)),
        contract_share=float(rng.uniform(0.1, 1.0)),
        carbon_share=float(rng.uniform(0.0, 0.6)),
        stores=int(rng.integers(1, 5)),
    )


def requirements(matrix):
    columns = [int(matrix.columns[name]) for name in SHORTFALLS]
    rows = [int(matrix.rows[name]) for name in ("contract_energy", "clean_use", "carbon")]
    limits = [max(abs(v) for v in (matrix.row_low[r], matrix.row_high[r]) if np.isfinite(v)) for r in rows]
    return columns, 1 / np.maximum(limits, 1000.0)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(30))
def test_every_drawn_system_is_certified_in_both_phases(seed):
    matrix = compile_model(build(drawn(seed)))
    columns, weights = requirements(matrix)
    found = optimise_two_phase(matrix, columns, weights, SolverSettings(solver="auto", time_limit=120))
    assert found.solution.outcome is Outcome.OPTIMAL, found.solution.chain
    assert found.solution.certificate.accepted
    assert found.feasible == bool(np.all(found.shortfalls * weights <= 1e-6))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_piqp_and_clarabel_agree(seed):
    matrix = compile_model(build(drawn(seed)))
    columns, weights = requirements(matrix)
    cost = matrix.cost.copy()
    cost[columns] = 1e9 * weights
    found = [optimise(matrix.with_cost(cost), SolverSettings(solver=s)).objective for s in ("piqp", "clarabel")]
    assert found[0] == pytest.approx(found[1], rel=2e-6)
