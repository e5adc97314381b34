"""Labelled solution → findings: verification, verdict, curtailment with causes, and the tables of a plan."""

from energy_model.studies.absorption import Headroom, headroom
from energy_model.studies.evaluate import Findings, findings_from_result, run_case
from energy_model.studies.explanation import Explanation, explain
from energy_model.studies.feasibility import Verdict
from energy_model.studies.programme import NoProofError
from energy_model.studies.reader import Reader
from energy_model.studies.robust import Robustness, robustness
from energy_model.studies.solve import Answered, Solved, solve
from energy_model.studies.tables import Tables, tabulate
from energy_model.studies.verify import Verification, verify

__all__ = [
    "Answered",
    "Explanation",
    "Findings",
    "Headroom",
    "NoProofError",
    "Reader",
    "Robustness",
    "Solved",
    "Tables",
    "Verdict",
    "Verification",
    "explain",
    "findings_from_result",
    "headroom",
    "robustness",
    "run_case",
    "solve",
    "tabulate",
    "verify",
]
