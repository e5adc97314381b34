"""The integer solver is asked what is known."""

from energy_model.optimise import canary
from energy_model.optimise.canary import solver_is_sound
from energy_model.optimise.solvers import RawSolution, Status


def test_the_installed_solver_is_sound():
    solver_is_sound.cache_clear()
    assert solver_is_sound()


def test_the_answer_of_the_broken_version_is_found_out(monkeypatch):
    """highspy 1.14.0 says 15: x = 0, z = 5."""
    monkeypatch.setattr(canary, "solve", lambda *_, **__: RawSolution([0.0, 5.0], None, Status.SOLVED))
    solver_is_sound.cache_clear()
    assert not solver_is_sound()
    solver_is_sound.cache_clear()
