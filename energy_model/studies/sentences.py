"""What the numbers say, in one sentence each, in Chinese and English; nothing is said that is not in a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from energy_model.studies.burning import must_be_told
from energy_model.studies.feasibility import Verdict
from energy_model.studies.quantities import chinese, english

PRICE_ZH = {
    "million CNY per percentage point": "百万元/百分点",
    "CNY/kWh": "元/千瓦时",
    "CNY/(kW·a)": "元/(千瓦·年)",
    "CNY/t": "元/吨",
}
# What one step of a price is, and the unit of what it saves.
RELAXED = {
    "million CNY per percentage point": ("一个百分点", "one percentage point"),
    "CNY/kWh": (" 1 千瓦时", "one kWh"),
    "CNY/(kW·a)": (" 1 千瓦", "one kW"),
    "CNY/t": (" 1 吨", "one tonne"),
}
STEP = {
    "million CNY per percentage point": ("百万元", "million CNY"),
    "CNY/kWh": ("元", "CNY"),
    "CNY/(kW·a)": ("元", "CNY"),
    "CNY/t": ("元", "CNY"),
}
# A margin up to this share of the limit is none.
NO_MARGIN = 1e-4
# The plan's target does not say what counts; each way of counting has its own words.
COUNTS = {
    "clean": ("清洁能源装机", "clean capacity"),
    "new_energy": ("新能源装机", "new-energy capacity"),
    "with_storage": ("清洁能源装机(含储能)", "clean capacity with storage"),
}
FULL_WIDTH = str.maketrans({half: chr(ord(half) + 0xFEE0) for half in ",:;()"})
OPENING = {
    Verdict.FEASIBLE: ("可行", "Feasible"),
    Verdict.INFEASIBLE_AS_REQUIRED: ("按现有要求不可行", "Infeasible as required"),
    Verdict.UNPROVEN: ("未获证明,以下数字不可引用", "Unproven; the figures below are not to be quoted"),
}


@dataclass(frozen=True)
class Facts:
    """The tables that the sentence of the verdict is made of.

    Attributes
    ----------
    stages : tuple of int
        Years of the case.
    requirements : pandas.DataFrame
        Of `feasibility.requirement_table`, all stages.
    export : pandas.DataFrame
        Of `export.export_table`, the last stage.
    curtailed : pandas.Series
        ``available, curtailed, utilisation, network, peak_shaving`` of wind and PV in the last stage [GWh, 1].
    names : mapping of str to (zh, en)
        Names of the lines.
    cost : float
        Objective [MCNY].
    failed_checks : tuple of str
        Checks of the verification that failed.
    burnt : float
        Energy wasted to look used (`burning`) in the last stage [GWh].
    unheld : dict or None
        ``feasible, cost, wasted, rounds, proven`` of the plan before directions were held (`solve.Unheld`), all stages
        together.
    """

    stages: tuple[int, ...]
    requirements: pd.DataFrame
    export: pd.DataFrame
    curtailed: pd.Series
    names: dict[str, tuple[str, str]]
    cost: float
    failed_checks: tuple[str, ...]
    burnt: float
    unheld: dict[str, Any] | None = None


def requirement_sentences(row: pd.Series) -> tuple[str, str]:
    """Return what a row of the requirement table says, in Chinese and English."""
    if pd.isna(row["value"]):  # the clean share of a line that sends nothing
        return (
            f"{row['stage']} 年{row['name_zh']}：没有电量可供考核。",
            f"{row['name_en']} in {row['stage']}: no energy to judge.",
        )
    unit = row["unit"]
    least = row["at_least"]
    state_zh, state_en = _state(bool(row["met"]), bool(row["required"]))
    zh = f"{row['stage']} 年{row['name_zh']}:{chinese(row['value'], unit)},要求{'不低于' if least else '不高于'} "
    zh += f"{chinese(row['limit'], unit)},裕度 {_margin(row['margin'], unit, zh=True)},{state_zh}"
    en = f"{row['name_en']} in {row['stage']}: {english(row['value'], unit)}, required at "
    en += f"{'least' if least else 'most'} {english(row['limit'], unit)}, "
    en += f"margin {_margin(row['margin'], unit, zh=False)}: {state_en}"
    binds_zh, binds_en = _binding(row)
    zh, en = zh + binds_zh, en + binds_en
    return zh.translate(FULL_WIDTH) + "。", en + "."


def _binding(row: pd.Series) -> tuple[str, str]:
    """Return what relaxing a binding requirement by one unit saves; nothing where it does not bind or is not met.

    The price of a requirement that fails is that of the shortfall, not of the system; and a price with a margin left is
    the dust of an interior point.
    """
    if not binds(row):
        return "", ""
    unit_zh, unit_en = STEP[row["price_unit"]]
    step_zh, step_en = RELAXED[row["price_unit"]]
    saved = f"{row['price']:.4g}"
    zh = f";该要求起约束作用:放松{step_zh},每年节省 {saved} {unit_zh}(影子价格)"
    return zh, f"; it binds: a relaxation by {step_en} saves {saved} {unit_en} a year (shadow price)"


def binds(row: pd.Series) -> bool:
    """Return whether a requirement must hold, holds without margin, and has a price that means something."""
    if not (row["required"] and row["met"] and row["price"] > 1e-4):
        return False
    size = max(abs(float(row["limit"])), abs(float(row["value"])), 1e-9)
    return bool(abs(float(row["margin"])) <= NO_MARGIN * size)


def _state(met: bool, required: bool) -> tuple[str, str]:
    """Return whether it is met, in words."""
    zh, en = ("满足", "met") if met else ("不满足", "not met")
    return (zh, en) if required else (f"{zh},仅报告", f"{en}, reported only")


def _margin(value: float, unit: str, zh: bool) -> str:
    """Return a margin; that of a share is in percentage points."""
    if unit == "1":
        return f"{100 * value:.2f} {'个百分点' if zh else 'percentage points'}"
    return chinese(value, unit) if zh else english(value, unit)


def verdict_sentences(status: Verdict, facts: Facts) -> tuple[str, str]:
    """Return the sentence that a planner can quote, in Chinese and English."""
    parts = [
        _shortfalls(facts) if status is Verdict.INFEASIBLE_AS_REQUIRED else ("", ""),
        _capacities(facts),
        _exports(facts),
        _utilisation(facts),
        _held(facts, feasible=status is Verdict.FEASIBLE),
        _burnt(facts),
        (
            f"年净费用(扣除外送收入,不含存量投资){chinese(facts.cost, 'MCNY')}",
            "net cost after export revenue and without investment in existing plant "
            f"{english(facts.cost, 'MCNY')} per year",
        ),
        _tightest(facts) if status is Verdict.FEASIBLE else ("", ""),
        _checks(facts),
    ]
    zh, en = (";".join(p[0] for p in parts if p[0]), "; ".join(p[1] for p in parts if p[1]))
    opening = OPENING[status]
    return f"{opening[0]}:{zh}。".translate(FULL_WIDTH), f"{opening[1]}: {en}."


def _capacities(facts: Facts) -> tuple[str, str]:
    """Return the capacity as the target counts it, and other ways of counting where they miss it."""
    rows = facts.requirements[facts.requirements["kind"] == "clean_capacity"]
    rows = rows[rows["stage"] == facts.stages[-1]]
    rows = rows[rows["required"].astype(bool) | ~rows["met"].astype(bool)]
    zh, en = [], []
    for _, row in rows.iterrows():
        state = _state(bool(row["met"]), bool(row["required"]))
        name_zh, name_en = COUNTS[row["subject"]]
        limit_zh, limit_en = chinese(row["limit"], "GW"), english(row["limit"], "GW")
        zh.append(f"{row['stage']} 年末{name_zh} {chinese(row['value'], 'GW')}(目标 {limit_zh},{state[0]})")
        en.append(
            f"{name_en} at the end of {row['stage']} {english(row['value'], 'GW')} (target {limit_en}, {state[1]})"
        )
    return ",".join(zh), ", ".join(en)


def _exports(facts: Facts) -> tuple[str, str]:
    """Return the energy of each line; of a DC line hours and clean share, too."""
    zh, en = [], []
    year_zh, year_en = _last_year(facts)
    for _, row in facts.export.iterrows():
        name_zh, name_en = facts.names[row["line"]]
        direct = row["technology"] == "dc_line"
        if row["energy"] > 0:
            more_zh = f"({chinese(row['hours'], 'h')},清洁占比 {chinese(row['clean_share'], '1')})"
            more_en = f" ({english(row['hours'], 'h')}, {english(row['clean_share'], '1')} clean)"
            zh.append(f"{year_zh}{name_zh}送电 {chinese(row['energy'], 'GWh')}{more_zh if direct else ''}")
            en.append(f"{name_en} sends {english(row['energy'] / 1000, 'TWh')}{year_en}{more_en if direct else ''}")
        elif direct:
            zh.append(f"{year_zh}{name_zh}不送电")
            en.append(f"{name_en} sends nothing{year_en}")
    return ",".join(zh), ", ".join(en)


def _burnt(facts: Facts) -> tuple[str, str]:
    """Return what was wasted to look used, and the utilisation with it, where it must be told."""
    c = facts.curtailed
    if not (c["available"] > 0 and must_be_told(facts.burnt, float(c["curtailed"]))):
        return "", ""
    left = 1.0 - (float(c["curtailed"]) + facts.burnt) / float(c["available"])
    return (
        f"另有 {chinese(facts.burnt, 'GWh')}靠储能同充同放等空耗,计入弃电则利用率只有 {chinese(left, '1')}",
        f"another {english(facts.burnt / 1000, 'TWh')} was wasted, as by stores that charge and discharge at once: "
        f"counted as curtailed, utilisation is only {english(left, '1')}",
    )


def _held(facts: Facts, feasible: bool) -> tuple[str, str]:
    """Return what could be had by burning surplus, where directions were held because of it."""
    before = facts.unheld
    if before is None:
        return "", ""
    if not before["proven"]:
        zh = "储能与通道逐时固定方向后的重算未获证明,以下仍是此前的方案"
        return zh, "solving again with one direction an hour gave no proof, so this is the plan before"
    wasted, saved = float(before["wasted"]), facts.cost - float(before["cost"])
    all_zh, all_en = ("", "") if len(facts.stages) == 1 else ("各年合计", " over all years")
    zh = f"储能与通道已逐时固定方向,不以同充同放消耗电量;若不固定,{all_zh}会空耗 {chinese(wasted, 'GWh')}"
    en = "stores and lines are held to one direction an hour; else they would burn "
    en += f"{english(wasted / 1000, 'TWh')}{all_en} by running both ways at once"
    if feasible:
        zh += f",年净费用低 {chinese(saved, 'MCNY')}"
        en += f", and net cost would be lower by {english(saved, 'MCNY')}"
    elif before["feasible"]:
        zh += ",模型会显示全部要求均可满足,是否另有不空耗的方案满足要求未获证明"
        en += ", and all requirements would seem met; that no plan without burning meets them is not proven"
    return zh, en


def _utilisation(facts: Facts) -> tuple[str, str]:
    """Return utilisation and curtailment with its two headline groups."""
    c = facts.curtailed
    if not c["available"] > 0:
        return "", ""
    year_zh, year_en = _last_year(facts)
    zh = f"{year_zh}新能源利用率 {chinese(c['utilisation'], '1')}(弃电 {chinese(c['curtailed'], 'GWh')},"
    zh += f"其中送电曲线与断面 {chinese(c['network'], 'GWh')}、调峰 {chinese(c['peak_shaving'], 'GWh')})"
    en = f"wind and PV utilisation{year_en} {english(c['utilisation'], '1')} "
    en += f"({english(c['curtailed'] / 1000, 'TWh')} curtailed: "
    en += f"{english(c['network'] / 1000, 'TWh')} by sections and curves, "
    en += f"{english(c['peak_shaving'] / 1000, 'TWh')} for want of flexibility)"
    return zh, en


def _shortfalls(facts: Facts) -> tuple[str, str]:
    """Return which requirements fall short, and by how much."""
    rows = facts.requirements[facts.requirements["required"] & ~facts.requirements["met"]]
    zh, en = [], []
    for _, row in rows.iterrows():
        name_zh, name_en = _of_stage(facts, row)
        zh.append(f"{name_zh}差 {_margin(-row['margin'], row['unit'], zh=True)}")
        en.append(f"{name_en} falls short by {_margin(-row['margin'], row['unit'], zh=False)}")
    return "、".join(zh), ", ".join(en)


def _last_year(facts: Facts) -> tuple[str, str]:
    """Return the year that flows are told of, where the case has several."""
    return ("", "") if len(facts.stages) == 1 else (f"{facts.stages[-1]} 年", f" in {facts.stages[-1]}")


def _of_stage(facts: Facts, row: pd.Series) -> tuple[str, str]:
    """Return the names of a requirement, with its year where the case has several."""
    if len(facts.stages) == 1:
        return row["name_zh"], row["name_en"]
    return f"{row['stage']} 年{row['name_zh']}", f"{row['name_en']} in {row['stage']}"


def _tightest(facts: Facts) -> tuple[str, str]:
    """Return the binding requirement of which a hundredth costs most: the price of its row times its size."""
    rows = facts.requirements
    if len(rows):
        rows = rows[rows.apply(binds, axis=1).astype(bool) & (rows["pressure"] > 1.0)]
    if rows.empty:
        return "没有要求起约束作用", "no requirement binds"
    row = rows.loc[rows["pressure"].idxmax()]
    name_zh, name_en = _of_stage(facts, row)
    zh = f"按收紧百分之一的费用比较,约束最紧的是{name_zh}(影子价格 {row['price']:.4g} {PRICE_ZH[row['price_unit']]})"
    en = f"the requirement of which a hundredth costs most is {name_en} "
    return zh, en + f"(shadow price {row['price']:.4g} {row['price_unit']})"


def _checks(facts: Facts) -> tuple[str, str]:
    """Return which checks failed."""
    if not facts.failed_checks:
        return "", ""
    some = facts.failed_checks[:3]
    count = len(facts.failed_checks)
    return (
        f"独立校核有 {count} 项未通过({'、'.join(some)})",
        f"{count} independent checks failed ({', '.join(some)})",
    )
