"""A convex function known at a few places: what it can be between them, and where to look next.

The least cost of a linear programme is convex and piecewise linear along a line of right-hand sides (any textbook of
linear programming): between two places it lies below the chord, and above each tangent, whose slope is the dual.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from energy_model.case.case import FloatArray

# A place is not set closer to its neighbours than this share of the interval: a vertical tangent would creep.
KEEP = 0.1


@dataclass(frozen=True)
class Known:
    """Value and slope at a place, and by how much the value may be off."""

    at: float
    value: float
    slope: float
    error: float = 0.0


@dataclass(frozen=True)
class Gap:
    """Where chord and tangents lie furthest apart between two places, and how far."""

    at: float
    size: float


@dataclass(frozen=True)
class Bounds:
    """Certified lower and upper bounds of a convex function between known places (ascending, two or more)."""

    known: tuple[Known, ...]

    @classmethod
    def of(cls, known: list[Known]) -> Bounds:
        """Return the bounds that known places give, whatever their order."""
        return cls(tuple(sorted(known, key=lambda k: k.at)))

    def upper(self, at: FloatArray | float) -> FloatArray:
        """Return the chord at places within the range."""
        places, values = [k.at for k in self.known], [k.value + k.error for k in self.known]
        return np.asarray(np.interp(at, places, values))

    def lower(self, at: FloatArray | float) -> FloatArray:
        """Return the highest tangent at places within the range."""
        where = np.asarray(at, dtype=float)
        tangents = [k.value - k.error + k.slope * (where - k.at) for k in self.known]
        return np.asarray(np.max(tangents, axis=0))

    def gaps(self) -> list[Gap]:
        """Return the widest gap of each interval."""
        return [self._gap(a, b) for a, b in pairwise(self.known)]

    def widest(self) -> Gap:
        """Return the widest gap of all: the next place to solve at."""
        return max(self.gaps(), key=lambda gap: gap.size)

    def _gap(self, a: Known, b: Known) -> Gap:
        """Return the widest gap of an interval: at the crossing of its tangents, kept off the ends."""
        turn, width = a.slope - b.slope, b.at - a.at
        crossing = (b.value - a.value + a.slope * a.at - b.slope * b.at) / turn if turn != 0 else a.at + width / 2
        size = max(float(self.upper(crossing) - self.lower(crossing)), 0.0) if a.at < crossing < b.at else 0.0
        at = min(max(crossing, a.at + KEEP * width), b.at - KEEP * width)
        return Gap(at, size)

    def least(self) -> tuple[float, float]:
        """Return between which places the least value lies: where a tangent does not rule out the best known."""
        at = min(range(len(self.known)), key=lambda i: self.known[i].value)
        best = self.known[at]
        low = high = best.at
        if at > 0 and best.slope > 0:
            before = self.known[at - 1]
            low = max(before.at, _reaches(before, best.value)) if before.slope < 0 else before.at
        if at < len(self.known) - 1 and best.slope < 0:
            after = self.known[at + 1]
            high = min(after.at, _reaches(after, best.value)) if after.slope > 0 else after.at
        return min(low, best.at), max(high, best.at)

    def within(self, budget: float, start: float, end: float) -> tuple[float, float]:
        """Return how far from a start towards an end the function stays within a budget.

        Returns
        -------
        inner, outer : float
            Up to `inner` it is proven to stay within; beyond `outer` it is proven to exceed.
        """
        way = 1.0 if end >= start else -1.0
        ahead = sorted((k for k in self.known if (k.at - start) * way >= 0), key=lambda k: (k.at - start) * way)
        inner, outer = start, end
        for before, after in pairwise(ahead):
            top, last = after.value + after.error, before.value + before.error
            if top > budget:
                if last < budget:
                    inner = before.at + (after.at - before.at) * (budget - last) / (top - last)
                break
            inner = after.at
        for k in self.known:
            if k.slope * way > 0:
                reach = k.at + (budget - k.value + k.error) / k.slope
                outer = min(outer, reach) if way > 0 else max(outer, reach)
        return inner, outer if (outer - inner) * way >= 0 else inner


def _reaches(known: Known, value: float) -> float:
    """Return where the tangent of a place reaches a value."""
    return known.at + (value - known.value) / known.slope
