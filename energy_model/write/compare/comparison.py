"""A comparison in one language: its tables, explanations and sentences, made once for page, workbook and document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from energy_model.errors import Language
from energy_model.write.compare.explain import Explanation, explanations
from energy_model.write.compare.grids import Grid, explanation_grid, grids, input_grid, profile_grid
from energy_model.write.compare.results import Result, all_names
from energy_model.write.naming import Naming
from energy_model.write.units import Quantity, with_unit
from energy_model.write.words import say


@dataclass(frozen=True)
class Explained:
    """An explanation of the difference between the first result and another, with its words."""

    found: Explanation
    second: Result
    place: int
    labels: dict[str, str]
    grid: Grid


@dataclass(frozen=True)
class Comparison:
    """All that a comparison says in one language.

    Attributes
    ----------
    results : sequence of Result
        The first is what the others differ from.
    names : Naming
        Names and language.
    grids : list of Grid
        Tables of values and differences.
    explained : list of Explained
        Explanations of each other result.
    inputs : tuple of Grid
        Inputs that differ: numbers and words, then hourly curves.
    sentences : list of str
        A sentence per other result.
    """

    results: Sequence[Result]
    names: Naming
    grids: list[Grid]
    explained: list[Explained]
    inputs: tuple[Grid, Grid]
    sentences: list[str]


def compare(results: Sequence[Result], language: Language) -> Comparison:
    """Return the comparison of results in a language.

    Parameters
    ----------
    results : sequence of Result
        Two or more.
    language : {"zh", "en"}
        Language.

    Raises
    ------
    ValueError
        If there are fewer than two, or the parts of a total do not add up to it.
    """
    if len(results) < 2:
        raise ValueError("a comparison needs two results or more")
    names, first = all_names(results, language), results[0]
    explained = []
    for place, second in enumerate(results[1:], start=1):
        for found in explanations(first, second):
            labels = {key: names.word(key) for key in found.steps}
            grid = explanation_grid(found, first, second, labels, names)
            explained.append(Explained(found, second, place, labels, grid))
    sentences = [_sentence(first, second, names) for second in results[1:]]
    inputs = (input_grid(results, names), profile_grid(results, names))
    return Comparison(results, names, grids(results, names), explained, inputs, sentences)


def _sentence(first: Result, second: Result, names: Naming) -> str:
    """Return in a sentence how a result differs from the first."""
    language = names.language
    before, after = (result.findings.summary for result in (first, second))
    cost = after["objective_mcny_per_year"] - before["objective_mcny_per_year"]
    curtailed = 1000.0 * (after["curtailment"]["curtailed_twh"] - before["curtailment"]["curtailed_twh"])

    def change(value: float, quantity: Quantity) -> str:
        way = "more" if value > 0 else "less"
        return say(f"change_{way}", language, amount=with_unit(abs(value), quantity, language))

    return say(
        "compare_sentence", language, first=first.label, second=second.label,
        verdict=say(f"verdict_{after['verdict']['status']}", language), cost=change(cost, "money"),
        curtailed=change(curtailed, "energy"),
        rate=with_unit(after["curtailment"]["utilisation"] or float("nan"), "share", language, 1),
        before=with_unit(before["curtailment"]["utilisation"] or float("nan"), "share", language, 1),
    )  # fmt: skip
