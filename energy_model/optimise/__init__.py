"""From a Pyomo model to a proven optimum: compile, prepare, solve, certify."""

from energy_model.optimise.certificate import Certificate, Limits, certify, certify_infeasible
from energy_model.optimise.matrix import Matrix
from energy_model.optimise.outcome import Attempt, Outcome, Solution, SolverSettings
from energy_model.optimise.phases import TwoPhase, optimise_two_phase
from energy_model.optimise.portfolio import optimise
from energy_model.optimise.prepare import Prepared, PrepareOptions, prepare

__all__ = [
    "Attempt",
    "Certificate",
    "Limits",
    "Matrix",
    "Outcome",
    "PrepareOptions",
    "Prepared",
    "Solution",
    "SolverSettings",
    "TwoPhase",
    "certify",
    "certify_infeasible",
    "optimise",
    "optimise_two_phase",
    "prepare",
]
