"""Which single assumption flips the verdict within its range, and at which value.

The distance to the border between the two verdicts is the room (`studies.room`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_model.case.case import Case
from energy_model.optimise import Solution, SolverSettings
from energy_model.studies.assumptions import Assumption, assumptions_of, with_value, with_values
from energy_model.studies.border import Short, least_share
from energy_model.studies.programme import NoPlanError, Programme, compile_programme, is_feasible, least_shortfall
from energy_model.studies.room import mean_shortfall, room_of
from energy_model.studies.screening import Change, Effect, screen, share_of
from energy_model.studies.variation import Between, of_one_form

Progress = Callable[[str], None]
# The flip is found to this share of the range.
CLOSE = 0.01
# Of so many assumptions that do not flip the verdict, those with the largest estimates, the room at both ends is told.
SHOWN = 20


@dataclass(frozen=True)
class Robustness:
    """How the verdict stands to the ranges of the inputs.

    Attributes
    ----------
    feasible : bool
        Whether the case holds.
    room : float
        Share by which all requirements can be tightened together [hundredths]; less than zero: mean shortfall.
    tornado : pandas.DataFrame
        A line per assumption that was solved, those that flip first: ``table, item, parameter, from, unit, value,
        low, high, room_low, room_high`` (NaN where it was not asked, as the verdict stays there), ``flips, flip``
        (the outermost value at which the case holds, to a hundredth of the range; NaN where the verdict stays all
        through), ``flip_side`` (``low`` or ``high``), ``file, row, source``.
    screened : dict
        Numbers: ``assumptions`` with a range; ``cost_only``, which change no limit; ``settled``, at both ends of which
        the plan (or the proof that there is none) stands; ``solved``; ``contradicting`` among these.
    """

    feasible: bool
    room: float
    tornado: pd.DataFrame
    screened: dict[str, int]


@dataclass(frozen=True)
class _Study:
    """What every question shares."""

    case: Case
    widest: Case
    programme: Programme
    room: float
    found: Solution
    settings: SolverSettings | None

    @property
    def holds(self) -> bool:
        """Whether the case as it is holds."""
        return self.room >= 0.0

    def built(self, one: Assumption, value: float) -> Programme:
        """Return the case with one assumption at a value."""
        return compile_programme(with_value(self.case, one, value), self.widest)

    def is_enough(self, one: Assumption, value: float) -> bool:
        """Return whether the requirements hold with one assumption at a value."""
        try:
            return is_feasible(least_shortfall(self.built(one, value), None, self.settings))
        except NoPlanError:
            return False

    def asked(self, programme: Programme, with_room: bool) -> tuple[float, Solution | None]:
        """Return the room of a variant (NaN where it holds as the case does and is not asked for) and what tells it.

        Where the limits of the plants exclude each other, there is nothing that tells it.
        """
        try:
            if with_room:
                return room_of(programme, self.settings)
            least = least_shortfall(programme, None, self.settings)
            if not is_feasible(least):
                return -mean_shortfall(programme, least), least
            return (np.nan, least) if self.holds else room_of(programme, self.settings)
        except NoPlanError:
            return np.nan, None


def robustness(case: Case, settings: SolverSettings | None = None, progress: Progress | None = None) -> Robustness:
    """Return which single assumption flips the verdict within its range, and at which value.

    Two screens come first (`studies.screening`): assumptions that change no limit cannot flip the verdict; nor can
    those at both ends of which the plan that was found, with all requirements tightened, still keeps every limit (of
    an infeasible case: the proof still stands). All others are solved at each end that is open. Where the verdict
    flips, the value is found by tangents and confirmed by building and solving on either side of it.

    Parameters
    ----------
    case : Case
        The case.
    settings : SolverSettings, optional
        Which solver.
    progress : callable, optional
        Told a sentence before each step.
    """
    tell = progress or (lambda sentence: None)
    sizes = [one for one in assumptions_of(case) if one.parameter.endswith(("_existing", "_addition_max"))]
    widest = with_values(case, [(one, one.high) for one in sizes])
    tell("build")
    programme = compile_programme(case, widest)
    room, found = room_of(programme, settings)
    study = _Study(case, widest, programme, room, found, settings)
    screened = screen(case, widest, programme, found, study.holds, tell)
    asked = sorted((pair for pair in screened if pair[1].is_open), key=lambda pair: -pair[1].estimate)
    lines = []
    for number, (one, effect) in enumerate(asked, start=1):
        tell(f"assumption: {one.item} {one.parameter} ({number}/{len(asked)})")
        lines.append(_line(study, one, effect, number <= SHOWN))
    costs = sum(not effect.matters for _, effect in screened)
    numbers = {
        "assumptions": len(screened),
        "cost_only": costs,
        "settled": len(screened) - costs - len(asked),
        "solved": len(asked),
        "contradicting": sum(bool(line["contradicts"]) for line in lines),
    }
    return Robustness(study.holds, room, _tornado(lines, room), numbers)


def _line(study: _Study, one: Assumption, effect: Effect, with_room: bool) -> dict[str, object]:
    """Return what one assumption does: room at both ends, and where the verdict flips."""
    ends = {"low": one.low, "high": one.high}
    known = {"low": effect.low, "high": effect.high}
    found = {
        side: _at_end(study, one, effect.change, end, with_room)
        for side, end in ends.items()
        if with_room or not known[side]
    }
    rooms = {side: found[side][0] if side in found else np.nan for side in ends}
    flips = {
        side: _flip(study, one, ends[side], told)
        for side, (room, told) in found.items()
        if told is not None and not known[side] and (room < 0) == study.holds
    }
    side = min(flips, key=lambda side: abs(flips[side] - one.value)) if flips else ""
    return {
        "table": one.table,
        "item": one.item,
        "parameter": one.parameter,
        "from": one.date,
        "unit": one.unit,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "room_low": rooms["low"],
        "room_high": rooms["high"],
        "flips": bool(side),
        "flip": flips.get(side, np.nan),
        "flip_side": side,
        "contradicts": "+".join(side for side, (_, told) in found.items() if told is None),
        "file": one.file,
        "row": one.row,
        "source": one.source,
    }


def _at_end(
    study: _Study, one: Assumption, change: Change | None, end: float, with_room: bool
) -> tuple[float, Solution | None]:
    """Return the room at one end and what tells it.

    An end that seems to flip the verdict by what was learnt of the matrix is built anew before it is believed.
    """
    if end == one.value:
        return study.room, study.found
    if change is not None:
        matrix = change.on(study.programme.matrix, share_of(one, end))
        room, found = study.asked(study.programme.with_matrix(matrix), with_room)
        if found is not None and (room < 0) != study.holds:
            return room, found
    return study.asked(study.built(one, end), with_room)


def _flip(study: _Study, one: Assumption, end: float, there: Solution) -> float:
    """Return the outermost value at which the case holds, known to `CLOSE` of the range.

    The way leads from the end that does not hold to the one that does.
    """
    bad, good = (end, one.value) if study.holds else (one.value, end)
    short, step = there if study.holds else study.found, CLOSE * (one.high - one.low) / abs(end - one.value)
    far, near = study.built(one, bad), study.built(one, good)
    if short.x is not None and short.y is not None and of_one_form(far.matrix, near.matrix):
        between = Between(far.matrix, near.matrix)
        share = least_share(
            lambda s: least_shortfall(far.with_matrix(between.at(s)), None, study.settings),
            between,
            Short(short.objective, short.x, short.y),
            absolute=0.5 * step,
        )
        value, beyond = bad + share * (good - bad), bad + max(share - step, 0.0) * (good - bad)
        if study.is_enough(one, value) and not study.is_enough(one, beyond):
            return value
    while abs(good - bad) > CLOSE * (one.high - one.low):
        middle = 0.5 * (bad + good)
        bad, good = (bad, middle) if study.is_enough(one, middle) else (middle, good)
    return good


def _tornado(lines: list[dict[str, object]], room: float) -> pd.DataFrame:
    """Return the lines, those that flip first, then the largest distance from the room of the case."""
    columns = ["table", "item", "parameter", "from", "unit", "value", "low", "high", "room_low", "room_high", "flips"]
    frame = pd.DataFrame(lines, columns=[*columns, "flip", "flip_side", "contradicts", "file", "row", "source"])
    swing = (frame[["room_low", "room_high"]].astype(float) - room).abs().max(axis=1)
    frame = frame.assign(swing=swing).sort_values(["flips", "swing"], ascending=False, kind="stable", ignore_index=True)
    return frame.drop(columns="swing")
