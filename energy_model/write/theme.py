"""How figures look: one colour and hatch per technology, and a font that has Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from noto_cjk_sans_otc import FONT_PATH

FONT = "Noto Sans CJK SC"

#: Technology → colour and hatch; neighbours in a stack differ in lightness, so that they stay apart in grey.
LOOKS: dict[str, tuple[str, str]] = {
    "coal": ("#3b3b3b", ""),
    "gas": ("#8a8a8a", "///"),
    "hydro": ("#1f4e9c", ""),
    "csp": ("#d1561b", ""),
    "wind": ("#6bb8e8", ""),
    "pv": ("#f5cf3d", ""),
    "pumped_hydro": ("#2a7f8f", "..."),
    "lfp": ("#0b8f66", ""),
    "sodium_ion": ("#7cc8a4", ""),
    "vanadium_flow": ("#4c6b1f", "xx"),
    "compressed_air": ("#b35c94", ""),
    "liquid_air": ("#e0a9cc", "\\\\"),
    "flywheel": ("#c9d97a", ""),
    "molten_salt": ("#8c4a24", "\\\\"),
    "battery": ("#54b89a", "//"),
    "new_storage": ("#0b8f66", ""),
    "csp_heater": ("#f0a27a", "\\\\"),
    "electrolyser": ("#7b5aa6", ""),
    "boiler": ("#c4a5de", "//"),
    "import": ("#b0a58c", "xx"),
    "shed": ("#c4161c", "xx"),
    "section": ("#8a1c3c", ""),
    "export_curve": ("#c8647c", "///"),
    "minimum_output": ("#3b3b3b", ""),
    "storage_full": ("#0b8f66", "..."),
    "balancing": ("#b9b9b9", "xx"),
    "used": ("#8fb7d9", ""),
}
#: Colour and hatch of the results of a comparison, by place.
RESULT_LOOKS = (("#1f4e9c", ""), ("#f0a000", "///"), ("#0b8f66", "..."), ("#a3104e", "xx"), ("#8a8a8a", "\\\\"))
PLAIN = ("#999999", "")

INK, DEMAND, EXPORT = "#1a1a1a", "#000000", "#a3104e"


def look(name: str) -> tuple[str, str]:
    """Return colour and hatch of a technology, a flow or a cause."""
    return LOOKS.get(name, PLAIN)


@cache
def _register_font() -> None:
    """Make the font known to matplotlib; a collection brings all its faces."""
    font_manager.fontManager.addfont(str(FONT_PATH))


@contextmanager
def theme() -> Iterator[None]:
    """Draw and save figures inside this block: font, sizes and thin lines of all figures."""
    _register_font()
    settings: Any = {
        "font.family": FONT,
        "font.size": 10.0,
        "axes.titlesize": 11.0,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#666666",
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#dddddd",
        "grid.linewidth": 0.6,
        "hatch.linewidth": 0.5,
        "legend.frameon": False,
        "legend.fontsize": 9.0,
        "figure.constrained_layout.use": True,
        "svg.fonttype": "path",
        "pdf.fonttype": 3,  # outlines of the signs that are used; to cut a Chinese font down takes seconds a figure
        "mathtext.fontset": "dejavusans",
    }
    with mpl.rc_context(settings):
        yield
