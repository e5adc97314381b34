"""The names of plants, lines and zones in the language of the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import xarray as xr

from energy_model.errors import Language
from energy_model.write.words import say, words

TABLE_OF = {"balance": "zones"}
#: Order of technologies in all tables and figures: clean first, then fuel, then stores.
ORDER = ("pv", "wind", "hydro", "csp", "coal", "gas", "pumped_hydro", "lfp", "battery")


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with a column ``technology`` in the order of all tables; what is not named comes last."""
    return frame.sort_values("technology", key=lambda column: [_place(word) for word in column], kind="stable")


def _place(technology: str) -> int:
    """Return the place of a technology in the order."""
    return ORDER.index(technology) if technology in ORDER else len(ORDER)


@dataclass(frozen=True)
class Naming:
    """Names by technology file and key; a key without a name stands for itself.

    `tables` gives the table of inputs of each technology.
    """

    language: Language
    names: Mapping[tuple[str, str], str]
    tables: Mapping[str, str] = field(default_factory=dict)

    def plant(self, node: str, key: str) -> str:
        """Return the name of a plant, line or corridor."""
        return self.names.get((node, key), key)

    def zone(self, key: str) -> str:
        """Return the name of a zone."""
        return self.plant("balance", key)

    def word(self, key: str) -> str:
        """Return the words of a technology, a cause or another key of ``words.csv``; what is none stands as it is."""
        return say(key, self.language) if key in words() else key

    def link(self, node: str, key: str) -> str:
        """Return the address of the inputs of a plant on the page."""
        return f"#in-{TABLE_OF.get(node, node)}-{key}"

    def table_link(self, technology: str) -> str:
        """Return the address of the inputs of a technology on the page; none where it has no table of its own."""
        return f"#table-in-{self.tables[technology]}" if technology in self.tables else ""


def naming(tree: xr.DataTree, language: Language) -> Naming:
    """Return the names that a labelled tree carries."""
    names = {}
    for node, child in tree.children.items():
        label = f"name_{language}"
        if label not in child.coords:
            continue
        dim = child.coords[label].dims[0]
        for key, name in zip(child.coords[dim].values, child.coords[label].values, strict=True):
            names[str(node), str(key)] = str(name)
    return Naming(language, names, _tables(tree))


def _tables(tree: xr.DataTree) -> dict[str, str]:
    """Return the table of inputs of each technology."""
    found = {str(node): str(node) for node in tree.children}
    if "direct_supply" in found:
        found["battery"] = "direct_supply"  # the projects' own stores
    for node, child in tree.children.items():
        if "technology" in child.coords:
            found |= {str(word): str(node) for word in child.coords["technology"].values}
    return found
