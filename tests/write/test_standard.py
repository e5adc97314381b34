"""Standard tables: a day solved by hand, sums that must close, agreement with the solution."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from energy_model.studies import Findings, Reader, run_case
from energy_model.studies.adequacy import balance_steps
from energy_model.write.document import document
from energy_model.write.hourly import Hourly
from energy_model.write.pictures import pictures
from energy_model.write.standard import Facts, SumError, chapters, facts
from energy_model.write.standard.absorption import absorption, curtailment_causes
from energy_model.write.standard.capacity import capacity_plan
from energy_model.write.standard.carbon import carbon
from energy_model.write.standard.days import typical_day
from energy_model.write.standard.energy import energy_balance, energy_indicators
from energy_model.write.standard.financing import interest_during_construction
from energy_model.write.standard.flexibility import flexibility_balance, flexibility_by_month, typical_days
from energy_model.write.standard.money import cost, investment
from energy_model.write.standard.network import export_lines, grid_projects
from energy_model.write.standard.power import power_balance
from energy_model.write.standard.requirement import requirement_table
from energy_model.write.standard.storage import storage_comparison
from energy_model.write.standard.table import must_agree
from energy_model.write.workbook import workbook
from tests.helpers import miniature
from tests.studies.conftest import PROFILES, WHOLE

DAYLIGHT = np.where((np.arange(24) >= 6) & (np.arange(24) < 18), 0.5, 0.0)
BY_HAND = {
    "economy": {"economy": {"value_of_lost_load": 20.0}},
    "renewable": {"sun": {"technology": "pv", "profile": "daylight", "capacity_existing": 4.0, "lifetime": 25.0}},
    "thermal": {
        "gas": {
            "technology": "gas",
            "capacity_existing": 3.0,
            "incremental_fuel": 2.0,
            "fuel_price": 0.1,
            "emission_factor": 0.2,
            "lifetime": 25.0,
            "credit_winter_evening": 0.8,
            "credit_summer_evening": 0.8,
        }
    },
    "demand": {"load": {"energy": 24.0}},
    "requirements": {
        "firm": {"kind": "firm_capacity", "subject": "winter_evening", "share": 1.0, "reserve_margin": 0.1}
    },
}


@pytest.fixture(scope="module")
def by_hand() -> Facts:
    """A flat demand of 1 GW; 4 GW of PV give 2 GW for twelve hours, so half is curtailed; gas carries the night."""
    return facts(run_case(miniature(BY_HAND, 24, {"daylight": DAYLIGHT})), "en")


@pytest.fixture(scope="module")
def rich(findings: Findings) -> Facts:
    return facts(findings, "zh")


def row(table, name: str):
    """The row whose name begins with some words."""
    found = table.frame[table.frame["item"].str.strip().str.startswith(name)]
    assert len(found) >= 1, (name, list(table.frame["item"]))
    return found.iloc[0]


def test_energy_balance_by_hand(by_hand):
    """24 GWh of demand: 12 from PV (24 available, 12 curtailed), 12 from gas. 24 given by PV would be the raw weather."""
    table = energy_balance(by_hand, 2030)
    assert row(table, "1 Demand")["energy"] == pytest.approx(24.0, rel=1e-6)
    sun, gas = row(table, "PV"), row(table, "Gas")
    assert (sun["available"], sun["curtailed"], sun["energy"]) == pytest.approx((24.0, 12.0, 12.0), rel=1e-5)
    assert sun["hours"] == pytest.approx(3.0, rel=1e-5)
    assert gas["energy"] == pytest.approx(12.0, rel=1e-5)
    assert np.isnan(gas["available"])  # what a gas plant could give is no energy of the weather
    assert row(table, "9 Surplus")["energy"] == 0.0


def test_power_balance_by_hand(by_hand):
    """Evening: 0.8 of 3 GW of gas counts against 1.1 GW, surplus 1.3; midday: 95 % sure are 2 GW of PV more."""
    table = power_balance(by_hand, 2030)
    assert row(table, "4 Capacity needed")["winter_evening"] == pytest.approx(1.1)
    assert row(table, "7 Counted")["winter_evening"] == pytest.approx(2.4)
    assert row(table, "9 Surplus")["winter_evening"] == pytest.approx(1.3)
    assert row(table, "5 Capacity")["winter_evening"] == pytest.approx(7.0)
    assert row(table, "6 Not available")["winter_evening"] == pytest.approx(4.6)
    assert row(table, "7 Counted")["winter_midday"] == pytest.approx(2.4 + 2.0)


def test_the_evening_is_told_with_the_curve_as_well(rich):
    """What firm capacity must carry may be far less than what the curve owes: 1.8 of surplus had hidden a lack."""
    table, reader = power_balance(rich, 2030), Reader(rich.findings.tree)
    least = reader.hourly("export_line", "least_power")
    assert least.max() > 0.0
    for name in ("winter_evening", "winter_midday"):
        margin, on_curve = row(table, "九、")[name], row(table, "十、")[name]
        if name == "winter_midday":
            assert on_curve == pytest.approx(margin)
        else:
            edge = least[:, balance_steps(reader, name, 0)].max(axis=1)
            owed = reader.get("export_line", f"firm_{name}") * reader.get("export_line", "capacity_existing")[:, 0]
            assert (edge > owed).any()
            assert on_curve == pytest.approx(margin - np.maximum(edge - owed, 0.0).sum())


def test_peak_shaving_by_hand(by_hand):
    """Net load is 1 GW at night and -1 at noon: range 2, ability 3 of gas; at noon 1 GW of load takes 1 of 2 GW of PV."""
    table = flexibility_balance(by_hand, 2030)
    day = table.fields[1].name
    assert row(table, "3 Range")[day] == pytest.approx(2.0)
    assert row(table, "6 Ability")[day] == pytest.approx(3.0)
    assert row(table, "7 Surplus")[day] == pytest.approx(1.0)
    assert row(table, "9 Room")[day] == pytest.approx(1.0, abs=1e-4)
    assert row(table, "10 To be")[day] == pytest.approx(1.0, abs=1e-4)
    assert row(table, "11 Greatest")[day] == pytest.approx(1.0, abs=1e-4)
    (month,) = flexibility_by_month(by_hand, 2030).frame.to_dict("records")
    assert month["item"] == "Jan (1-1)"
    assert (month["needed"], month["able"], month["surplus"]) == pytest.approx((2.0, 3.0, 1.0))


def test_days_of_the_balance():
    """Of a year whose load rises by the day but for 5 February: that day is the festival's, the last of August the
    summer's; of each month the last day has the highest load."""
    hour = np.arange(8760)
    day = hour // 24
    load = 1.0 + day / 365.0 - 0.9 * (day == 35)
    zero = np.zeros(8760)
    month = np.searchsorted(np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) - 1, day) + 1
    flows = Hourly(hour, np.ones(8760), month, hour % 24, {}, {}, {}, load, zero, zero, {}, {})
    found = {name: int(steps[0]) // 24 for name, steps in typical_days(flows).items()}
    assert found["spring_festival"] == 35
    assert found["summer"] == 242
    assert found["winter"] == 364


def test_use_of_the_sun_by_hand(by_hand):
    """Half is used; a rate per given energy instead of available would be 100 %."""
    line = row(absorption(by_hand), "Wind and PV")
    assert line["utilisation"] == pytest.approx(0.5, rel=1e-5)
    assert line["rate"] == pytest.approx(0.5, rel=1e-5)
    shares = curtailment_causes(by_hand).frame
    assert shares["share"].iloc[-1] == pytest.approx(1.0)


def test_carbon_and_cost_by_hand(by_hand):
    """12 GWh of gas take 24 GWh of fuel: 4.8 kt of CO2, 2.4 million CNY; 24 GWh are 2.948 kt of standard coal."""
    assert row(carbon(by_hand), "CO2")["value"] == pytest.approx(4.8, rel=1e-5)
    assert row(carbon(by_hand), "Gas as")["value"] == pytest.approx(24.0 * 3.6 / 29.307, rel=1e-5)
    assert row(cost(by_hand), "Fuel")["cost"] == pytest.approx(2.4, rel=1e-5)
    assert row(cost(by_hand), "Total")["cost"] == pytest.approx(2.4, rel=1e-5)


def test_typical_day_by_hand(by_hand):
    """Midday shows 1 GW of PV given and 1 curtailed; the night 1 GW of gas."""
    table = typical_day(by_hand, "winter")
    noon = dict(
        zip((f.heading for f in table.fields), table.frame.loc[12, [f.name for f in table.fields]], strict=True)
    )
    night = dict(
        zip((f.heading for f in table.fields), table.frame.loc[2, [f.name for f in table.fields]], strict=True)
    )
    assert (noon["Demand"], noon["PV"], noon["Curtailed"]) == pytest.approx((1.0, 1.0, 1.0), abs=1e-4)
    assert (night["Gas"], night["Curtailed"]) == pytest.approx((1.0, 0.0), abs=1e-4)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_tables_of_a_rich_day_close_and_are_named(findings, language):
    """Every sum is checked when its table is made; no heading or row is empty or still a key."""
    for chapter in chapters(facts(findings, language)):
        for table in (*chapter.tables, *chapter.long):
            assert table.title
            assert all(table.headings()), table.name
            assert not table.frame["item"].str.contains("_").any() if "item" in table.frame else True, table.name
            assert len(table.texts()) == len(table.frame)


@pytest.mark.parametrize("parts", [("thermal",), ("renewable", "thermal")])
def test_cases_without_most_technologies_have_their_tables(parts):
    """No line, no store, no wind: the tables that would be empty are left out, the others close; zh and en."""
    tables = {**{name: BY_HAND[name] for name in ("economy", "demand", "requirements")}}
    tables |= {name: BY_HAND[name] for name in parts}
    found = run_case(miniature(tables, 24, {"daylight": DAYLIGHT}))
    for language in ("zh", "en"):
        made = {table.name for chapter in chapters(facts(found, language)) for table in chapter.tables}
        assert {"power_balance", "energy_balance", "cost"} <= made
        assert not {"export_lines", "storage_comparison", "sections"} & made


def test_several_planning_years():
    """Each year has its own balances; the capacity plan has a column for each."""
    found = run_case(miniature(WHOLE, 24, PROFILES, stages=(2028, 2030)))
    known = facts(found, "en")
    told = {chapter.key: chapter for chapter in chapters(known)}
    assert [t.title for t in told["power"].tables] == ["Power balance (2028)", "Power balance (2030)"]
    assert {"2025", "2028", "2030"} <= set(told["capacity"].tables[0].frame.columns)
    assert len(workbook(known, chapters(known))) > 10_000
    assert len(document(known, chapters(known), pictures(known))) > 10_000


def test_a_table_whose_sum_fails_is_refused(by_hand):
    """A gigawatt hour that appears from nowhere must stop the report, not stand in it."""
    tables = by_hand.tables
    more = tables.generation.assign(given=tables.generation["given"] + 1.0)
    with pytest.raises(SumError, match="energy balance"):
        energy_balance(replace(by_hand, tables=replace(tables, generation=more)), 2030)
    dearer = tables.cost.assign(cost=tables.cost["cost"] * 1.01)
    with pytest.raises(SumError, match="objective"):
        cost(replace(by_hand, tables=replace(tables, cost=dearer)))
    wider = tables.firm_balance.assign(margin=tables.firm_balance["margin"] + 0.5)
    with pytest.raises(SumError, match="power balance"):
        power_balance(replace(by_hand, tables=replace(tables, firm_balance=wider)), 2030)


def test_shares_that_miss_a_part_are_refused():
    with pytest.raises(SumError, match="shares"):
        must_agree("shares", 0.999, 1.0)
    must_agree("dust", [1.0, 2.0], [1.0, 2.0 + 1e-6])
    with pytest.raises(SumError, match="not a number"):
        must_agree("not a number", float("nan"), 1.0)


def test_tables_agree_with_the_solution(rich):
    """Figures are those of the labelled tree, read anew: yearly sums of the raw arrays."""
    reader = Reader(rich.findings.tree)
    sent = float(reader.yearly(reader.get("export_line", "sent")).sum())
    assert export_lines(rich).frame["energy"].sum() == pytest.approx(sent)
    assert row(energy_balance(rich, 2030), "二、")["energy"] == pytest.approx(sent)
    burnt = float(reader.yearly(reader.get("thermal", "power"))[reader.plants("thermal").index("coal")].sum())
    assert row(energy_balance(rich, 2030), "煤电")["energy"] == pytest.approx(burnt)
    size = float(reader.get("pumped_hydro", "capacity").sum())
    assert storage_comparison(rich).frame["power"].max() >= size
    plan = capacity_plan(rich)
    assert row(plan, "抽水蓄能")["2030"] == pytest.approx(size)
    assert row(cost(rich), "合计")["cost"] == pytest.approx(rich.findings.summary["objective_mcny_per_year"])
    spent = rich.tables.investment["investment"].sum()
    assert investment(rich).frame["all"].iloc[-1] == pytest.approx(spent)


def test_indicators_and_requirements_agree_with_the_summary(rich):
    line = rich.findings.summary["export"]["dc"]
    found = row(energy_indicators(rich, 2030), "直流外送")["value"]
    assert found == pytest.approx(line["clean_share"])
    told = requirement_table(rich).frame
    assert len(told) == len(rich.findings.summary["requirements"])


def test_a_requirement_without_a_value_has_a_row_all_the_same(rich):
    """The clean share of a line that is not yet in service is no number; the table must not stop at it."""
    told = [{**line, "value": None, "margin": None} for line in rich.findings.summary["requirements"][:1]]
    told += rich.findings.summary["requirements"][1:]
    summary = {**rich.findings.summary, "requirements": told}
    table = requirement_table(replace(rich, findings=replace(rich.findings, summary=summary)))
    assert len(table.frame) == len(told)


def test_units_of_planning_reports(rich):
    """3 GW are 300 万千瓦 in Chinese; 0.35 GW of the tower are 35.0."""
    table = capacity_plan(rich)
    assert "2030年末 (万千瓦)" in table.headings()
    shown = table.shown()
    assert shown[shown.iloc[:, 0] == "光热"]["2030年末 (万千瓦)"].iloc[0] == pytest.approx(35.0)


def test_past_capacity_and_projects_come_from_the_inputs(findings):
    """504.9 万千瓦 of 2020 stand in the line of clean energy and nowhere else; a project without length stays blank."""
    lines = []
    for table, item, parameter, date, value, unit in (
        ("reference", "clean_total", "capacity", "2020", 504.9, "万千瓦"),
        ("reference", "fossil_power", "emission_factor", "", 0.8273, "t/MWh"),
        ("grid_project", "station", "voltage", "", 750.0, "kV"),
        ("grid_project", "station", "transformers", "", 4200.0, "MVA"),
    ):
        given = {"table": table, "item": item, "parameter": parameter, "from": date, "value": value, "unit": unit}
        lines.append({**given, "low": value, "high": value, "source": "book", "note": ""})
    known = facts(replace(findings, inputs=pd.DataFrame(lines)), "zh")
    plan = capacity_plan(known)
    assert plan.frame["2020"].count() == 1
    assert row(plan, "清洁能源合计")["2020"] == pytest.approx(5.049)
    project = grid_projects(known)
    assert project.texts()[0][1:4] == ["750", "420", ""]
    clean = row(carbon(known), "清洁能源发电量")["value"]
    assert row(carbon(known), "清洁电量减排")["value"] == pytest.approx(0.8273 * clean)


def test_interest_during_construction_by_hand():
    """80 of 100 are lent at 10 %: one year 80 / 2 x 0.1 = 4; two years 40 / 2 x 0.1 = 2, then (42 + 20) x 0.1 = 6.2."""
    assert interest_during_construction(80.0, 0.1, 1.0) == pytest.approx(4.0)
    assert interest_during_construction(80.0, 0.1, 2.0) == pytest.approx(2.0 + 6.2)
    # Half a year: half of the debt on average for half a year. One and a half: 53.33, then 26.67 for half a year.
    assert interest_during_construction(80.0, 0.1, 0.5) == pytest.approx(80.0 / 2 * 0.1 / 2)
    first_year = 160.0 / 3 / 2 * 0.1
    second = (160.0 / 3 + first_year + 80.0 / 3 / 2) * 0.1 / 2
    assert interest_during_construction(80.0, 0.1, 1.5) == pytest.approx(first_year + second)
    assert interest_during_construction(80.0, 0.0, 3.0) == interest_during_construction(80.0, 0.1, 0.0) == 0.0


def test_dynamic_investment_is_static_with_interest(findings):
    """Every kind with two years, 80 % at 10 %: the interest of each line is 8.2 % of its investment, as by hand."""
    kinds = ("hydro", "coal", "gas", "pumped_hydro", "new_storage", "csp", "wind", "pv", "network", "heat", "hydrogen")
    figures = [(kind, "construction_time", 2.0, "a") for kind in kinds]
    figures += [("*", "debt_share", 0.8, "1"), ("*", "loan_rate", 0.1, "1")]
    lines = [
        {"table": "financing", "item": item, "parameter": name, "from": "", "value": value, "unit": unit,
         "low": value, "high": value, "source": "book", "note": ""}
        for item, name, value, unit in figures
    ]  # fmt: skip
    told = investment(facts(replace(findings, inputs=pd.DataFrame(lines)), "zh"))
    frame = told.frame
    np.testing.assert_allclose(frame["interest"], 0.082 * frame["all"])
    np.testing.assert_allclose(frame["dynamic"], 1.082 * frame["all"])
    assert frame["all"].iloc[-1] > 0
    assert "动态投资 (亿元)" in told.headings()
    assert "动态投资 (亿元)" not in investment(facts(findings, "zh")).headings()


def test_shares_of_the_requirements_are_told_of_the_energy_of_their_rows(rich):
    """A share that is told of another whole than the row has would say met, and the figure would not."""
    node = rich.findings.tree["requirements"]
    rows = dict(zip(map(str, node["requirement"].values), range(node.sizes["requirement"]), strict=True))
    told = [line for line in rich.findings.summary["requirements"] if line["unit"] == "1" and line["at_least"]]
    assert {line["kind"] for line in told} >= {"utilisation", "local_green_use"}
    for line in told:
        if line["kind"] != "export_clean_share":  # its row has the energy that is not clean
            achieved, needed = (float(node[name].values[rows[line["id"]], 0]) for name in ("achieved", "needed"))
            assert line["value"] / line["limit"] == pytest.approx(achieved / needed)
