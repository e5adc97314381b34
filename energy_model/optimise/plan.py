"""Which methods are tried, in which order and why."""

from dataclasses import dataclass, replace

from energy_model.optimise.matrix import Matrix
from energy_model.optimise.outcome import SolverSettings
from energy_model.optimise.prepare import PrepareOptions
from energy_model.optimise.solvers.highs import hipo_installed

# Below this many coefficients HiGHS' simplex needs less than the quarter of a second in which a child process starts.
SMALL = 10_000

# Up to this many coefficients PIQP is faster than the bordered method: on the Golmud case 1.1 s against 3.3 s at 168 h
# (61 000), 3.2 against 4.0 s at 336 h (122 000), 8.2 against 4.7 s at 720 h (260 000).
SHORT = 150_000


@dataclass(frozen=True)
class Step:
    """A planned attempt: which method, how prepared (None: the programme as it is), and why."""

    method: str
    prepare: PrepareOptions | None
    why: str
    apart: bool = True


def plan(matrix: Matrix, settings: SolverSettings) -> list[Step]:
    """The attempts in order."""
    small = matrix.a.nnz <= SMALL
    if settings.vertex and settings.solver in ("auto", "bordered", "piqp", "clarabel"):
        return (
            [Step("simplex", None, "a vertex is wanted", apart=False)]
            if small
            else [Step("hipo" if hipo_installed() else "ipx", None, "a vertex is wanted")]
        )
    first = PrepareOptions()
    # Another scale where numbers went wrong, other pieces where the ordering did.
    again = PrepareOptions(chunk=168, price_factor=32.0)
    named = f"asked for {settings.solver}"
    whole = PrepareOptions(chunk=0)
    chains = {
        "bordered": [
            Step("bordered", whole, named),
            Step("bordered", replace(whole, price_factor=32.0), "again with another scale of costs"),
        ],
        "piqp": [Step("piqp", first, named), Step("piqp", again, "again with other pieces and another scale of costs")],
        "clarabel": [Step("clarabel", first, named)],
        "hipo": [Step("hipo", None, named)],
        "ipx": [Step("ipx", None, named)],
        "simplex": [Step("simplex", None, named, apart=not small)],
    }
    if settings.solver != "auto":
        return chains[settings.solver]
    steps = [Step("simplex", None, "small", apart=False)] if small else []
    if matrix.a.nnz <= SHORT:
        steps += [replace(chains["piqp"][0], why="fastest on systems of few hours")]
        steps += [replace(chains["bordered"][0], why="PIQP gave no proof"), chains["piqp"][1]]
    else:
        steps += [replace(chains["bordered"][0], why="fastest on systems of many hours")]
        steps += [replace(chains["piqp"][0], why="the bordered method gave no proof"), chains["piqp"][1]]
    rest = ["clarabel"] + ["hipo"] * hipo_installed() + ["ipx"]
    return steps + [replace(chains[name][0], why="no interior point before it gave a proof") for name in rest]
