"""Case → Pyomo model: one file per technology, joined by two sums, the balance and the cost.

To add a technology, add ``model/<name>.py`` with the tuples and functions that `renewable` has, a table
``inputs/<case>/<name>.csv`` and a test; nothing else changes.
"""

from __future__ import annotations

from energy_model.model.assemble import assemble
from energy_model.model.register import REPORT_TABLES, schemas, technologies

__all__ = ["REPORT_TABLES", "assemble", "schemas", "technologies"]
