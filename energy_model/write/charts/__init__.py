"""The interactive figures of the page: each function returns a `Chart` as plain data."""

from __future__ import annotations

from energy_model.studies import Findings, Reader, Tables
from energy_model.write.charts.bars import capacity_chart, causes_chart, cost_chart, path_chart, waterfall
from energy_model.write.charts.chart import Chart, Series
from energy_model.write.charts.hours import dispatch_chart, export_chart, levels_chart
from energy_model.write.charts.map import map_chart
from energy_model.write.charts.sankey import sankey_chart
from energy_model.write.charts.year import durations_chart, heat_chart
from energy_model.write.hourly import Hourly
from energy_model.write.naming import Naming
from energy_model.write.tables import last_stage

__all__ = ["Chart", "Series", "charts", "waterfall"]


def charts(findings: Findings, tables: Tables, flows: Hourly, names: Naming, series: Series) -> dict[str, Chart]:
    """Return all figures of the page in one language, by name.

    Parameters
    ----------
    findings : Findings
        Of a proven run.
    tables : Tables
        Its tables.
    flows : Hourly
        The year that is drawn.
    names : Naming
        Names and language.
    series : Series
        Where arrays of the year are kept for both languages.
    """
    if findings.tree is None:
        raise ValueError("nothing was proven, so there is nothing to draw")
    origin, found = findings.summary["provenance"], last_stage(tables)
    lost = found.by("technology").set_index("technology")["curtailed"].to_dict()
    made = [
        causes_chart(found.by("month"), names),
        capacity_chart(tables.capacity, (origin["base_year"], origin["stages"][-1]), names),
        map_chart(tables, findings.inputs, names),
        sankey_chart(tables.balance, lost, names),
        dispatch_chart(flows, names, series),
        durations_chart(flows, names, series),
        cost_chart(tables.cost, names),
    ]
    made += [path_chart(tables.capacity, origin["base_year"], names)] if len(origin["stages"]) > 1 else []
    made += [heat_chart(flows, names)] if flows.curtailed.max(initial=0.0) > 1e-3 else []
    made += [export_chart(Reader(findings.tree), flows, names, series)] if flows.export else []
    made += [levels_chart(flows, names, series)] if flows.levels else []
    return {chart.name: chart for chart in made}
