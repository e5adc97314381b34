"""The command ``python -m benchmarks``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks import campaign, growth, peers, phases, solvers

HERE = Path(__file__).resolve().parent
GOLMUD = HERE.parent / "inputs" / "golmud"

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)

Case = Annotated[Path, typer.Option(help="Folder of the case.")]
Out = Annotated[Path, typer.Option(help="Folder of the results.")]
Scenario = Annotated[str, typer.Option("--scenario", "-s", help="Scenario of the case.")]
Hours = Annotated[int | None, typer.Option(help="Hours of the year, whole days; all if not given.")]
Several = Annotated[list[int] | None, typer.Option("--hours", help="Hours, may be repeated.")]
Limit = Annotated[float, typer.Option("--time-limit", help="Of each run or attempt [s].")]
Solver = Annotated[str, typer.Option(help="As for energy-model run.")]

EVERYBODY = list(peers.RUNS)


@app.command("phases")
def run_phases(
    case: Case = GOLMUD,
    scenario: Scenario = "base",
    hours: Hours = None,
    solver: Solver = "auto",
    time_limit: Limit = 3600.0,
    out: Out = HERE / "results",
) -> None:
    """Parts of a run of this product, and its memory."""
    phases.phases({"case": str(case), "scenario": scenario, "hours": hours}, out, time_limit, solver)


@app.command("peers")
def run_peers(
    case: Case = GOLMUD,
    scenario: Scenario = "base",
    hours: Hours = None,
    who: Annotated[list[str], typer.Option(help="Peers, may be repeated.")] = EVERYBODY,
    time_limit: Limit = 3600.0,
    out: Out = HERE / "results",
) -> None:
    """Run the product and its peers on the same system."""
    peers.compare({"case": str(case), "scenario": scenario, "hours": hours}, out, time_limit, who)


@app.command("growth")
def run_growth(
    case: Case = GOLMUD,
    hours: Several = None,
    solver: Solver = "auto",
    time_limit: Limit = 3600.0,
    out: Out = HERE / "results",
) -> None:
    """Growth of time and memory with hours, and its exponent."""
    growth.growth(case, out, time_limit, tuple(hours or growth.HOURS), solver)


@app.command("solvers")
def run_solvers(
    case: Case = GOLMUD,
    hours: Several = None,
    solver: Annotated[list[str] | None, typer.Option(help="Solvers, may be repeated.")] = None,
    time_limit: Limit = 600.0,
    out: Out = HERE / "results",
) -> None:
    """Every solver of the portfolio on the same matrices."""
    solvers.solvers(case, out, time_limit, tuple(hours or solvers.HOURS), tuple(solver or solvers.SOLVERS))


@app.command("campaign")
def run_campaign(
    count: Annotated[int, typer.Option(help="How many systems.")] = 100,
    time_limit: Limit = 600.0,
    out: Out = HERE / "results",
) -> None:
    """Random systems, all of which must end with a proof."""
    campaign.campaign(out, time_limit, count)


if __name__ == "__main__":
    app()
