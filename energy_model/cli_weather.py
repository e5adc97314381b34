"""The command ``energy-model weather``: what a case or a weather file holds, and fetching of weather."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from typer.core import TyperGroup

from energy_model.cli_common import LangOption, find_case, refuse, tell
from energy_model.errors import Language
from energy_model.write.terminal import show_table
from energy_model.write.words import say

if TYPE_CHECKING:
    from energy_model.availability import Place, Weather

UNITS = {"ghi": "W/m2", "dni": "W/m2", "dhi": "W/m2", "temperature": "degC", "pressure": "Pa"}


class ShowByDefault(TyperGroup):
    """``weather CASE`` stands for ``weather show CASE``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in where none is named."""
        first = next((word for word in args if not word.startswith("-")), None)
        if first is not None and first not in self.commands:
            args = ["show", *args]
        return super().parse_args(ctx, args)


Service = Literal["pvgis", "nasa_power"]
weather_commands = typer.Typer(
    cls=ShowByDefault, no_args_is_help=True, help="气象与出力曲线 / Weather and hourly availability"
)


@weather_commands.command("show")
def show_weather(
    target: Annotated[str, typer.Argument(metavar="CASE|FILE", help="算例或气象文件 / case or weather file")],
    write: Annotated[bool, typer.Option("--write", help="重新生成出力曲线 / write availability anew")] = False,
    place: Annotated[
        str | None, typer.Option("--place", help="纬度,经度,海拔,时区 / latitude,longitude,altitude,UTC offset")
    ] = None,
    lang: LangOption = "zh",
) -> None:
    """显示出力曲线或气象文件的概况与缺陷 / Summary of profiles, or defects of a weather file."""
    from energy_model.availability import AvailabilityError, read_weather, write_availability

    try:
        if Path(target).is_file():
            show_defects(read_weather(Path(target), place_of(place, lang)), lang)
            return
        folder = find_case(target, lang)
        if write:
            tell(say("written_file", lang, file=write_availability(folder)))
        _show_profiles(folder, lang)
    except AvailabilityError as error:
        raise refuse(str(error)) from error


@weather_commands.command("fetch")
def fetch_weather(
    case: Annotated[str, typer.Argument(metavar="CASE", help="算例 / case")],
    source: Annotated[Service, typer.Option("--source", help="数据服务 / service")],
    years: Annotated[str, typer.Option("--years", help="年份,如 2019-2020 / years, as 2019-2020")],
    lang: LangOption = "zh",
) -> None:
    """下载算例各场址的逐时气象 / Fetch hourly weather of the sites of a case."""
    from energy_model.availability import AvailabilityError, fetch, read_settings

    first, _, last = years.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        raise refuse(say("bad_years", lang, years=years))
    folder = find_case(case, lang)
    try:
        settings = read_settings(folder / "weather.toml")
        for name, site in settings.sites.items():
            span = (int(first), int(last or first))
            found = fetch(source, site.latitude, site.longitude, span, utc_offset=settings.utc_offset)
            file = save_weather(found, folder / "weather" / f"{source}_{name}.csv")
            tell(say("written_file", lang, file=file))
            show_defects(found, lang)
    except AvailabilityError as error:
        raise refuse(str(error)) from error


def save_weather(weather: Weather, path: Path) -> Path:
    """Write a weather table so that `read_weather` reads it again; return the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    wind = f"wind_speed_{weather.wind_height:.0f}m"
    names = {name: f"{name} [{unit}]" for name, unit in UNITS.items()} | {"wind_speed": f"{wind} [m/s]"}
    table = weather.table.rename(columns=names)
    table.insert(0, "time", [stamp.isoformat() for stamp in table.index])
    table.to_csv(path, index=False, float_format="%.6g")
    return path


def show_defects(weather: Weather, language: Language) -> None:
    """Tell every known defect of a weather table, and what to do."""
    from energy_model.availability import find_defects

    found = find_defects(weather)
    for finding in found:
        tell(f"- {finding.zh if language == 'zh' else finding.en}")
    if not found:
        tell(say("no_defects", language, hours=len(weather.table)))


def _show_profiles(folder: Path, language: Language) -> None:
    """Show full-load hours and monthly sums of the hourly availability of a case."""
    import pandas as pd

    from energy_model.availability import read_availability, summary
    from energy_model.write.text_table import Column, text_table

    frame = summary(read_availability(folder / "hourly" / "availability.csv"))
    frame = frame.rename(columns=str).rename_axis("profile").reset_index()
    months = [Column(str(month), f"month_{month}", "number", 0) for month in range(1, 13)]
    columns = [Column("profile", "col_profile"), Column("full_load_hours", "col_full_load_hours", "number", 0), *months]
    show_table(Console(), text_table("profiles", pd.DataFrame(frame), columns, language))


def place_of(text: str | None, language: Language = "zh") -> Place | None:
    """Return latitude, longitude, altitude and offset of a text such as ``36.4,94.9,2808,8``."""
    from energy_model.availability import Place

    if text is None:
        return None
    try:
        return Place(*(float(part) for part in text.replace("\uff0c", ",").split(",")))
    except (TypeError, ValueError) as error:
        raise refuse(say("bad_place", language, place=text)) from error
