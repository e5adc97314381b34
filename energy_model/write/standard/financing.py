"""建设期利息: interest during construction, by the method of Chinese investment estimates."""

from __future__ import annotations

import pandas as pd

from energy_model.write.standard.references import References, first, references

EVERY = "*"


def interest_during_construction(debt: float, rate: float, years: float) -> float:
    """Return the interest on loans until the works are in service, in the unit of the debt.

    The debt is drawn evenly over time. In the year of drawing it bears half a year's interest, from then on a full
    year's, and interest bears interest from the next year on. A part of a year at the end bears its part.

    Parameters
    ----------
    debt : float
        Loans drawn until the end of construction.
    rate : float
        Interest per year [1].
    years : float
        Time of construction [a].
    """
    owed, interest, left = 0.0, 0.0, years
    while left > 0:
        part = min(left, 1.0)
        drawn = debt * part / years
        borne = (owed + drawn / 2) * rate * part
        owed, interest, left = owed + drawn + borne, interest + borne, left - part
    return interest


def interest_shares(inputs: pd.DataFrame) -> dict[str, float]:
    """Return the interest during construction of each kind of works as a share of its static investment [1].

    Parameters
    ----------
    inputs : DataFrame
        Rows of the inputs as they were used. Kinds of which they do not say all are left out.
    """
    found = references(inputs, "financing")
    shares = {}
    for kind in found:
        debt, rate, years = (_of(found, kind, name) for name in ("debt_share", "loan_rate", "construction_time"))
        if debt is not None and rate is not None and years is not None:
            shares[kind] = interest_during_construction(debt, rate, years)
    return shares


def _of(found: References, kind: str, parameter: str) -> float | None:
    """Return a figure of a kind of works: its own, else that of all."""
    own = first(found, kind, parameter)
    return first(found, EVERY, parameter) if own is None else own
