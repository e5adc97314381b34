"""The report of a study of weather years."""

from __future__ import annotations

from energy_model.errors import Language
from energy_model.studies.many.index import headline
from energy_model.studies.many.years import WeatherStudy
from energy_model.write.many.parts import RESULT_COLUMNS, Naming, picture, section
from energy_model.write.many.spans import draw_mix, draw_years
from energy_model.write.naming import in_order
from energy_model.write.report import Report
from energy_model.write.study_page import study_report
from energy_model.write.text_table import Column, TextTable, text_table
from energy_model.write.units import with_unit
from energy_model.write.words import say


def weather_report(study: WeatherStudy, language: Language) -> Report:
    """Return the report of a study of weather years in one language."""
    naming, years, base = Naming(study.case, language), study.years, headline(study.base)
    technologies = list(dict.fromkeys(in_order(study.capacities)["technology"]))
    labels = {name: naming.word(name) for name in technologies}
    sections = [
        section("we_years", language, [
            picture("we_years", (10.0, 6.0), language, lambda f: draw_years(f, years, base, language)),
            _table(study, language),
        ], count=len(years)),
        section("we_mix", language, [
            picture("we_mix", (10.0, 1.0 + 0.4 * len(labels)), language,
                    lambda f: draw_mix(f.subplots(), study.capacities, labels, language)),
        ]),
    ]  # fmt: skip
    spread = [with_unit(years["cost"].agg(end), "money", language) for end in ("min", "max")]
    use = [with_unit(years["utilisation"].agg(end), "share", language, 1) for end in ("min", "max")]
    feasible = int((years["verdict"] == "feasible").sum())
    verdict = say("verdict_weather", language, count=len(years), feasible=feasible, low=spread[0], high=spread[1],
                  least=use[0], most=use[1])  # fmt: skip
    keys = (
        (say("key_years", language), str(len(years))),
        (say("key_feasible", language), str(feasible)),
        (say("key_mean_cost", language), with_unit(years["cost"].mean(), "money", language)),
        (say("key_mean_use", language), with_unit(years["utilisation"].mean(), "share", language)),
    )
    return study_report(
        naming.case,
        naming.language,
        "ask_weather",
        verdict,
        "good" if feasible == len(years) else "bad",
        sections,
        keys,
    )


def _table(study: WeatherStudy, language: Language) -> TextTable:
    """Return one line per weather year."""
    frame = study.years.assign(
        state=[say(f"state_{verdict}", language) for verdict in study.years["verdict"]],
        label=study.years["year"].astype(str),
    )
    columns = (
        Column("label", "axis_weather_year"),
        *RESULT_COLUMNS,
        Column("sun", "col_sun", "share"),
        Column("wind", "col_wind", "share"),
        Column("emissions_kt", "col_emitted", "mass"),
    )
    return text_table("we_years", frame.assign(emissions_kt=1000.0 * frame["emissions_mt"]), columns, language)
