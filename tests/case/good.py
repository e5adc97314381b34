"""A tiny good case as files, for tests that break it in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import inf
from pathlib import Path

from energy_model.case import Label, Parameter, Schema

ZONE, PROFILE = Label("zone", "zone", "zone"), Label("profile", "hourly column", "profile")
NAME = Label("name_zh", "name in Chinese", default="")
ENERGY = Parameter("energy", "D", "GWh/a", "yearly demand", "latest")

SCHEMAS = {
    "zones": Schema((NAME,), ()),
    "economy": Schema(
        (),
        (
            Parameter("discount_rate", "r", "1", "discount rate", high=1.0),
            Parameter("carbon_price", "c", "MCNY/kt", "price of CO2", "latest"),
        ),
    ),
    "demand": Schema((ZONE, PROFILE), (ENERGY,)),
    "requirements": Schema(
        (Label("kind", "kind", ("power", "share")),), (Parameter("power", "B", "GW", "limit", "latest", default=inf),)
    ),
    "renewable": Schema(
        (ZONE, NAME, PROFILE, Label("technology", "what it is", ("pv", "wind"))),
        (
            Parameter("capacity_existing", "C", "GW", "stock", "stock", default=0.0),
            Parameter("capacity_addition_max", "A", "GW", "most added", "latest", default=0.0),
            Parameter("capacity_investment", "i", "MCNY/GW", "investment", "latest"),
            Parameter("efficiency", "e", "1", "efficiency", low=0.01, high=1.0),
        ),
    ),
    "corridor": Schema((Label("from_zone", "start", "zone"), Label("to_zone", "end", "zone")), ()),
    "direct_supply": Schema(
        (ZONE, PROFILE),
        (
            Parameter("demand_energy", "D", "GWh/a", "yearly demand", "latest"),
            Parameter("connection", "C", "GW", "power of the connection"),
        ),
    ),
}

HEADER = "item,parameter,from,value,low,high,unit,source,note\n"
FILES = {
    "case.toml": """title_zh = "小算例"
title_en = "Small case"
question_zh = "行不行？"
question_en = "Does it work?"
base_year = 2025
stages = [2030]
slot_hours = [0, 7, 17]

[weather_years]
"1" = 1.0
""",
    "sources.csv": """id,title,reference,url,date,confidence,note
book,A book,Author 2020,,2020,literature,
guess,An estimate,,,2025,estimate,
""",
    "zones.csv": HEADER + "east,name_zh,,东区,,,text,,\nwest,name_zh,,西区,,,text,,\n",
    "economy.csv": HEADER + "economy,discount_rate,,6,5,8,%,book,\neconomy,carbon_price,2025,80,60,100,CNY/t,book,\n",
    "demand.csv": HEADER
    + "city,zone,,east,,,text,,\ncity,profile,,flat,,,text,,\ncity,energy,,87.6,80,90,亿千瓦时/a,book,\n",
    "requirements.csv": HEADER + "firm,kind,,power,,,text,,\nfirm,power,2030,1,1,1,GW,guess,\n",
    "renewable.csv": HEADER
    + """pv_east,zone,,east,,,text,,
pv_east,technology,,pv,,,text,,
pv_east,profile,,pv_a,,,text,,
pv_east,capacity_existing,2025,100,90,110,万千瓦,book,
pv_east,capacity_existing,2030-07,200,190,210,万千瓦,book,
wind_west,zone,,west,,,text,,
wind_west,technology,,wind,,,text,,
wind_west,profile,,flat,,,text,,
wind_west,capacity_addition_max,2030,500,400,600,MW,guess,
wind_west,capacity_investment,2025,5000,4500,6000,元/千瓦,book,
pv_*,capacity_investment,2025,3000,2500,3500,CNY/kW,book,
pv_*,capacity_investment,2030,2.5,2,3,MCNY/MW,book,
*,efficiency,,98,97,99,%,book,
""",
    "corridor.csv": HEADER + "line,from_zone,,east,,,text,,\nline,to_zone,,west,,,text,,\n",
    "direct_supply.csv": HEADER
    + """plant,zone,,east,,,text,,
plant,profile,,flat,,,text,,
plant,demand_energy,,876,800,900,GWh/a,guess,
plant,connection,,0.1,0.1,0.1,GW,guess,
""",
    "scenarios/cheap.toml": """sentence_zh = "光伏便宜三成会怎样？"
sentence_en = "What if PV is 30 % cheaper?"

[[change]]
table = "renewable"
item = "pv_*"
parameter = "capacity_investment"
multiply = 0.7
source = "guess"
""",
}


@cache
def hourly_text(years: tuple[int, ...] = (1,), hours: int = 8760) -> str:
    """Return an hourly table with the columns flat, pv_a and temperature_east."""
    lines = ["weather_year,hour,flat,pv_a,temperature_east", "1,h,1,1,degC"]
    lines += [f"{year},{hour},1,{0.5 if 8 <= hour % 24 < 18 else 0},-3.5" for year in years for hour in range(hours)]
    return "\n".join(lines) + "\n"


def write_case(folder: Path) -> Path:
    """Write the good case and return its folder."""
    for name in ("hourly", "scenarios"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "hourly" / "profiles.csv").write_text(hourly_text(), encoding="utf-8")
    return folder


Edit = Callable[[Path], object]


def swap(name: str, old: str, new: str) -> Edit:
    """Return the edit that replaces a text, which must be there once, in one file."""

    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def append(name: str, text: str) -> Edit:
    """Return the edit that adds a text at the end of a file, which it makes if need be."""

    def edit(folder: Path) -> None:
        path = folder / name
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")

    return edit


def write(name: str, content: str | bytes) -> Edit:
    """Return the edit that writes a whole file."""

    def edit(folder: Path) -> None:
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)

    return edit


def remove(name: str) -> Edit:
    """Return the edit that deletes a file."""
    return lambda folder: (folder / name).unlink()
