"""A named change, and what it makes of the rows of one plant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, isclose, isnan

from energy_model.case.rows import Row, month_of
from energy_model.case.schema import Parameter, Schema
from energy_model.case.units import convert
from energy_model.errors import Place


@dataclass(frozen=True)
class Change:
    """One change of the inputs; exactly one of `value`, `multiply` and `add` is given.

    Attributes
    ----------
    table, item, parameter : str
        What is changed; `item` may be a pattern with ``*``.
    value : float or str, optional
        New value. Without `date` it replaces all dated rows, with it that row alone (or a new one).
    multiply, add : float, optional
        What the value, low and high of all rows (with `date`: of that row) are multiplied by or increased by.
    unit : str
        Unit of `value` or `add`; not needed for words and for `multiply`.
    date : str
        Empty, YYYY or YYYY-MM.
    low, high : float, optional
        Range of a new value; the value itself where not given.
    source, note, note_zh : str
        Where the number comes from, and on what it rests; where source or note is empty, that of the row stays.
    by : str
        Name of the scenario or study.
    file : str
        File that holds the change.
    row : int, optional
        Its row.
    """

    table: str
    item: str
    parameter: str
    value: float | str | None = None
    multiply: float | None = None
    add: float | None = None
    unit: str = ""
    date: str = ""
    low: float | None = None
    high: float | None = None
    source: str = ""
    note: str = ""
    note_zh: str = ""
    by: str = "study"
    file: str = "change"
    row: int | None = None

    @property
    def place(self) -> Place:
        """Where the change stands."""
        return Place(self.file, self.row)


def rows_set(change: Change, item: str, old: Sequence[Row], parameter: Parameter | None) -> tuple[Row, ...]:
    """Return the rows of a plant after a new value is set."""
    month = month_of(change.date)
    replaced = [row for row in old if not change.date or row.month == month]
    kept = [replace(row, item=item) for row in old if row not in replaced]
    origin = replaced[0] if replaced else None
    told = change if change.note or origin is None else origin
    value = change.value if isinstance(change.value, str) else float(change.value or 0.0)
    low, high = (inf, inf) if isinstance(value, str) else (value, value)
    row = Row(
        item=item,
        parameter=change.parameter,
        date=change.date,
        value=value,
        low=low if change.low is None else change.low,
        high=high if change.high is None else change.high,
        unit=change.unit if parameter else "text",
        source=change.source or (origin.source if origin else ""),
        note=told.note,
        note_zh=told.note_zh,
        file=origin.file if origin else change.file,
        row=origin.row if origin else change.row,
        changed_by=change.by,
        base_value=_before(replaced, change.unit),
    )
    return tuple(sorted([*kept, row], key=lambda r: r.month))


def _before(rows: Sequence[Row], unit: str) -> float | str | None:
    """Return the value of rows before all changes, in the unit of the change; several with their dates."""
    first = [row.value if row.base_value is None else row.base_value for row in rows]
    values = [
        value if isinstance(value, str) else _tidy(convert(value, row.unit, unit))
        for row, value in zip(rows, first, strict=True)
    ]
    if len(values) < 2:
        return values[0] if values else None
    return "; ".join(f"{row.date or '-'}: {value}" for row, value in zip(rows, values, strict=True))


def _tidy(value: float) -> float:
    """Return a number without the dust of its last digits."""
    return float(f"{value:.13g}")


def concerns(change: Change, rows: Sequence[Row]) -> bool:
    """Return whether a change speaks of any of some rows."""
    return bool(rows) and (not change.date or any(row.month == month_of(change.date) for row in rows))


def rows_moved(change: Change, item: str, old: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows of a plant after they are multiplied or increased."""
    month = month_of(change.date)
    return tuple(
        _moved_row(change, replace(row, item=item)) if not change.date or row.month == month else row for row in old
    )


def _moved_row(change: Change, row: Row) -> Row:
    """Return a row whose value, low and high are multiplied or increased."""
    shift = 0.0 if change.add is None else convert(change.add, change.unit, row.unit)
    scale = 1.0 if change.multiply is None else change.multiply
    told = change if change.note else row
    value, *ends = (_tidy(float(v) * scale + shift) for v in (row.value, row.low, row.high))
    return replace(
        row,
        value=value,
        low=min(ends),
        high=max(ends),
        source=change.source or row.source,
        note=told.note,
        note_zh=told.note_zh,
        changed_by=change.by,
        base_value=row.value if row.base_value is None else row.base_value,
    )


def differ(old: Sequence[Row], new: Sequence[Row], schema: Schema) -> bool:
    """Return whether two lists of rows of one parameter say different things of any month."""
    if not old and not new:
        return False
    one, other = (_course(rows, schema, (*old, *new)[0].parameter) for rows in (old, new))
    pairs = list(zip(one, other, strict=False))
    return len(one) != len(other) or any(a[0] != b[0] or not _alike(a[1], b[1]) for a, b in pairs)


def _course(rows: Sequence[Row], schema: Schema, name: str) -> list[tuple[float, float | str | None]]:
    """Return the months at which a value changes and what it changes to, the default included.

    Where there is no default, the first row is taken to hold before its date: no stage may lie there.
    """
    parameter, label = schema.parameter(name), schema.label(name)
    values = [
        (row.month, row.value if parameter is None else row.base(parameter.unit))
        for row in sorted(rows, key=lambda row: row.month)
    ]
    default = parameter.default if parameter is not None else label.default if label is not None else None
    course: list[tuple[float, float | str | None]] = [(-inf, values[0][1] if default is None and values else default)]
    for month, value in values:
        if month == -inf:
            course = [(month, value)]
        elif not _alike(value, course[-1][1]):
            course.append((month, value))
    return course


def _alike(one: float | str | None, other: float | str | None) -> bool:
    """Return whether two values are the same but for the dust of a conversion."""
    if isinstance(one, float | int) and isinstance(other, float | int):
        return one == other or isclose(one, other, rel_tol=1e-12) or (isnan(one) and isnan(other))
    return one == other
