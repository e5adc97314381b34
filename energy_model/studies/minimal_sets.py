"""All smallest sets of requirements that cannot hold together, from a question that tells whether a set can.

The method is Dualize and Advance: a set that holds, made as large as possible, rules out all conflicts within it; each
conflict that is found must be broken by every further candidate. When each way of breaking all known conflicts holds,
there are no more (J. Bailey and P. J. Stuckey, Discovery of minimal unsatisfiable subsets of constraints using hitting
set dualization, PADL 2005). Requirements are a dozen, so plain sets are quick; only the question is slow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Members = frozenset[int]
Ask = Callable[[Members], Members | None]


@dataclass
class _Known:
    """The question, asked only where no answer follows from known ones: what is part of a set that holds, holds."""

    ask: Ask
    hold: list[Members] = field(default_factory=list)
    fail: list[Members] = field(default_factory=list)

    def core(self, members: Members) -> Members:
        """Return the smallest known part of a failing set that fails."""
        return min((known for known in self.fail if known <= members), key=len)

    def holds(self, members: Members) -> bool:
        """Return whether a set can hold."""
        if any(members <= known for known in self.hold):
            return True
        if any(known <= members for known in self.fail):
            return False
        core = self.ask(members)
        if core is None:
            self.hold.append(members)
        else:
            self.fail.append(core)
        return core is None


def minimal_conflicts(count: int, ask: Ask, most: int) -> tuple[list[Members], bool]:
    """Return the smallest sets that cannot hold together, and whether these are all.

    Parameters
    ----------
    count : int
        Number of requirements; they are called 0 … count - 1.
    ask : callable
        None where a set can hold together, else a part of it that cannot (the set itself, if no smaller part is known).
        What is part of a set that holds must hold, too.
    most : int
        Number of sets after which the search ends.

    Returns
    -------
    list of frozenset
        Each cannot hold, while it can without any one of its members; small ones first.
    bool
        True where no further set exists.
    """
    known, whole = _Known(ask), frozenset(range(count))
    conflicts: list[Members] = []
    while len(conflicts) < most:
        candidate = next((c for c in _maximal(whole, conflicts) if not known.holds(c)), None)
        if candidate is None:
            return _sorted(conflicts), True
        conflicts.append(_shrunk(known.core(candidate), known))
    complete = all(known.holds(candidate) for candidate in _maximal(whole, conflicts))
    return _sorted(conflicts), complete


def _shrunk(members: Members, known: _Known) -> Members:
    """Return a smallest set within one that fails: leave out each member without which it still fails."""
    for member in sorted(members):
        if not known.holds(members - {member}):
            members = members - {member}
    return members


def _maximal(whole: Members, conflicts: list[Members]) -> list[Members]:
    """Return the largest sets that contain none of some conflicts: the whole less each smallest way to hit them all."""
    hits: list[Members] = [frozenset()]
    for conflict in conflicts:
        wider = {hit if hit & conflict else hit | {member} for hit in hits for member in conflict}
        hits = [hit for hit in wider if not any(other < hit for other in wider)]
    return sorted((whole - hit for hit in hits), key=lambda s: (-len(s), sorted(s)))


def _sorted(conflicts: list[Members]) -> list[Members]:
    """Return conflicts in a fixed order."""
    return sorted(conflicts, key=lambda conflict: (len(conflict), sorted(conflict)))
