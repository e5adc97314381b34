"""What is measured, each in a process of its own: ``python -m benchmarks.tasks NAME ARGUMENTS ANSWER``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

# Solvers of the peers without crossover, as this product uses them: all compare interior points.
HIGHS = {"hipo": {"solver": "hipo", "run_crossover": "off"}, "ipx": {"solver": "ipx", "run_crossover": "off"}}

Timings = dict[str, float]


@contextmanager
def timed(timings: Timings, name: str) -> Iterator[None]:
    """Keep the seconds of a part."""
    start = perf_counter()
    yield
    timings[name] = perf_counter() - start


def product(case: str, scenario: str, hours: int | None, solver: str = "auto") -> dict[str, Any]:
    """Read, build, solve, certify, label, evaluate and save a case as ``energy-model run`` does."""
    timings: Timings = {}
    with timed(timings, "import"):
        from energy_model.lean import run_folder
        from energy_model.optimise import SolverSettings
    findings = run_folder(Path(case), scenario, hours, SolverSettings(solver=solver))
    summary = findings.summary
    with timed(timings, "save"), TemporaryDirectory() as folder:
        from energy_model.results import save

        if findings.tree is not None:
            save(Path(folder), findings.tree, summary, findings.inputs, findings.sources)
    timings |= summary["timings_s"]
    return {
        "status": summary["verdict"]["status"],
        "objective": summary.get("objective_mcny_per_year"),
        "chain": "; ".join(f"{a['solver']} {a['iterations']} it. {a['outcome']}" for a in summary["solver_chain"]),
        **{f"{name}_s": seconds for name, seconds in timings.items()},
    }


def pypsa(case: str, scenario: str, hours: int | None, solver: str) -> dict[str, Any]:
    """Read, write as a network, build, solve and save the same case with PyPSA and HiGHS."""
    timings: Timings = {}
    with timed(timings, "import"):
        from energy_model.case import read_case
        from energy_model.model import schemas
        from energy_model.write.pypsa import extra_functionality, write_network
    with timed(timings, "read"):
        read = read_case(Path(case), schemas(), scenario, hours)
    with timed(timings, "write"):
        written = write_network(read)
    network = written.network
    with timed(timings, "build"):
        network.optimize.create_model(include_objective_constant=False)
        extra_functionality(written)(network, network.snapshots)
    shape = {"rows": network.model.ncons, "columns": network.model.nvars}
    with timed(timings, "solve"):
        status, condition = network.optimize.solve_model(
            solver_name="highs", solver_options=HIGHS[solver], io_api="direct"
        )
    with timed(timings, "save"), TemporaryDirectory() as folder:
        network.export_to_netcdf(str(Path(folder) / "network.nc"))
    cost = float(network.model.objective.value) + written.constant
    return {"status": f"{status}, {condition}", "objective": cost, **shape, **_seconds(timings)}


def oemof(case: str, scenario: str, hours: int | None, solver: str) -> dict[str, Any]:
    """Read, write, build and solve the same case with oemof-solph and HiGHS."""
    timings: Timings = {}
    with timed(timings, "import"):
        from benchmarks.oemof_writing import solve_system, write_system
        from energy_model.case import read_case
        from energy_model.model import schemas
        from energy_model.write.pypsa import write_network
    with timed(timings, "read"):
        read = read_case(Path(case), schemas(), scenario, hours)
    with timed(timings, "write"):
        written = write_network(read)
    with timed(timings, "build"):
        model = write_system(written)
    with timed(timings, "solve"):
        status, cost = solve_system(model, HIGHS[solver])
    return {"status": status, "objective": cost + written.constant, **_seconds(timings)}


def matrix(case: str, scenario: str, hours: int | None, solver: str, time_limit: float) -> dict[str, Any]:
    """Solve the programme of a case, shortfalls priced, with one solver of the portfolio by name."""
    from energy_model.case import read_case
    from energy_model.case.active import without_idle_plants
    from energy_model.model import schemas
    from energy_model.optimise.phases import PENALTY
    from energy_model.studies.solve import prepare_matrix, shortfall_weights

    read = without_idle_plants(read_case(Path(case), schemas(), scenario, hours))
    outlined, made, _ = prepare_matrix(read)
    columns, weights = shortfall_weights(read, made, outlined)
    cost = made.cost.copy()
    cost[columns] += PENALTY * weights
    return _solved(made.with_cost(cost), solver, time_limit)


def drawn(seed: int, time_limit: float) -> dict[str, Any]:
    """Draw a system of 1 to 3 zones and 500 to 9000 h and solve it in both phases with the whole portfolio."""
    from energy_model.optimise import SolverSettings, optimise_two_phase
    from energy_model.optimise.compile import compile_model
    from tests.optimise.synthetic import System, build
    from tests.optimise.test_campaign import requirements

    rng = np.random.default_rng(seed)
    system = System(
        zones=int(rng.integers(1, 4)),
        hours=int(rng.integers(500, 9001)),
        seed=seed,
        free_capacity=bool(rng.random() < 0.7),
        clean_use=float(rng.uniform(0.5, 0.99)),
        contract_share=float(rng.uniform(0.1, 1.0)),
        carbon_share=float(rng.uniform(0.0, 0.6)),
        stores=int(rng.integers(1, 5)),
    )
    made = compile_model(build(system))
    columns, weights = requirements(made)
    begin = perf_counter()
    found = optimise_two_phase(made, columns, weights, SolverSettings(time_limit=time_limit))
    certificate = found.solution.certificate
    return {
        "zones": system.zones,
        "hours": system.hours,
        "columns": made.shape[1],
        "status": found.solution.outcome.name.lower(),
        "feasible": found.feasible,
        "certified": bool(certificate is not None and certificate.accepted),
        "solve_s": perf_counter() - begin,
        "attempts": len(found.solution.chain),
        "chain": _told(found.solution.chain),
    }


def _solved(made: Any, solver: str, time_limit: float) -> dict[str, Any]:
    """Return how one solver by name fared on a matrix."""
    from energy_model.optimise import SolverSettings, optimise

    begin = perf_counter()
    solution = optimise(made, SolverSettings(solver=solver, time_limit=time_limit))
    return {
        "rows": made.shape[0],
        "columns": made.shape[1],
        "status": solution.outcome.name.lower(),
        "objective": solution.objective,
        "solve_s": perf_counter() - begin,
        "iterations": solution.chain[-1].iterations if solution.chain else 0,
        "chain": _told(solution.chain),
    }


def _told(chain: Any) -> str:
    """Return a chain of attempts in one line."""
    return "; ".join(f"{attempt.solver}: {attempt.outcome} ({attempt.seconds:.0f} s)" for attempt in chain)


def _seconds(timings: Timings) -> Timings:
    """Return timings with their unit in the name."""
    return {f"{name}_s": seconds for name, seconds in timings.items()}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "product": product,
    "pypsa": pypsa,
    "oemof": oemof,
    "matrix": matrix,
    "drawn": drawn,
}


def main() -> None:
    """Run the task that the command line names and write its answer."""
    name, arguments, answer = sys.argv[1:]
    Path(answer).write_text(json.dumps(TASKS[name](**json.loads(arguments))), encoding="utf-8")


if __name__ == "__main__":
    main()
