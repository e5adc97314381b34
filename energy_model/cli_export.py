"""The command ``energy-model export-pypsa``: the same system as a network that PyPSA can read."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from energy_model.cli_common import LangOption, find_case, read_with, refuse, tell
from energy_model.errors import InputError
from energy_model.write.words import say

if TYPE_CHECKING:
    from energy_model.write.pypsa import Writing


def export_pypsa(
    case: Annotated[str, typer.Argument(metavar="CASE", help="算例文件夹 / folder of the case")],
    out: Annotated[Path, typer.Argument(metavar="OUT.nc", help="网络文件 / file of the network")],
    scenario: Annotated[str, typer.Option("--scenario", "-s", help="情景 / scenario")] = "base",
    hours: Annotated[int | None, typer.Option("--hours", help="只算若干小时 / hours, whole days")] = None,
    lang: LangOption = "zh",
) -> None:
    """导出为 PyPSA 网络,用于独立核对 / Write the system as a PyPSA network, for an independent check."""
    from energy_model.write.pypsa import NotWritableError, PeerMissingError, write_network

    try:
        written = write_network(read_with(find_case(case, lang), scenario, hours))
    except InputError as error:
        raise refuse(error.text(lang)) from error
    except NotWritableError as error:
        raise refuse(error.words[lang]) from error
    except PeerMissingError as error:
        raise refuse(say("pypsa_missing", lang)) from error
    save(written, out)
    tell(say("exported", lang, file=out, rules=len(written.rows)))


def save(written: Writing, out: Path) -> None:
    """Write the network to a temporary place and move it when it is complete."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent) as folder:
        part = Path(folder) / "network.nc"
        written.network.export_to_netcdf(part)
        shutil.move(part, out)
