"""All smallest conflicts are found, against plain enumeration of every set."""

from __future__ import annotations

from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from energy_model.studies.minimal_sets import minimal_conflicts


def by_enumeration(count, holds):
    """Every set that fails while all sets with one member less hold."""
    everything = chain.from_iterable(combinations(range(count), size) for size in range(count + 1))
    fails = [frozenset(s) for s in everything if not holds(frozenset(s))]
    return sorted((s for s in fails if all(holds(s - {m}) for m in s)), key=lambda s: (len(s), sorted(s)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.frozensets(st.integers(0, 5), min_size=1, max_size=4), max_size=5))
def test_as_enumeration_says(seeds):
    """A missed or a non-minimal set would differ from the enumeration of all 64 sets."""

    def holds(members):
        return not any(seed <= members for seed in seeds)

    found, complete = minimal_conflicts(6, lambda members: None if holds(members) else members, 99)
    assert complete
    assert found == by_enumeration(6, holds)


def test_it_ends_at_the_number_asked_for_and_says_so():
    found, complete = minimal_conflicts(4, lambda members: members or None, 2)
    assert len(found) == 2
    assert not complete


def test_nothing_is_asked_twice():
    """Each question is a linear programme: what follows from known answers must not be asked."""
    asked = []

    def ask(members):
        asked.append(members)
        return members if {0, 1} <= members or {1, 2} <= members else None

    minimal_conflicts(4, ask, 99)
    assert len(asked) == len(set(asked))


def test_a_known_part_saves_questions():
    """The part that fails is all that must be searched: two members, not six."""
    asked = []

    def ask(members):
        asked.append(members)
        return frozenset({2, 5}) if {2, 5} <= members else None

    assert minimal_conflicts(6, ask, 99) == ([frozenset({2, 5})], True)
    assert len(asked) <= 5
