"""Open energy-system model of Golmud: is 30 GW of clean energy feasible in 2030, and how much is curtailed.

The folders are the pipeline, in the order of the alphabet::

    availability  weather or generator → hourly availability of PV, wind and solar thermal
    case          input tables → Case: checked, frozen, in base units
    model         Case → Pyomo model, one file per technology
    optimise      Pyomo → arrays → proven optimum
    results       solution → labelled tree with units; saved and loaded
    studies       tree → findings: verification, curtailment, requirements, verdict
    write         findings → tables, figures, page

Imports go only to the left. Outside stand ``cli.py``, the command ``energy-model``; ``lean.py``, a run from the folder
of a case to its findings; and ``errors.py``, what can go wrong.
"""
