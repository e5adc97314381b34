"""The figures of a result: each function draws into the Axes or Figure it is given and returns it."""

from energy_model.write.figures.curtailed import draw_causes, draw_heat_map
from energy_model.write.figures.dispatch import draw_dispatch, draw_seasons
from energy_model.write.figures.size import draw_capacity
from energy_model.write.figures.waterfall import draw_waterfall
from energy_model.write.figures.year import draw_durations, draw_export, draw_levels

__all__ = [
    "draw_capacity",
    "draw_causes",
    "draw_dispatch",
    "draw_durations",
    "draw_export",
    "draw_heat_map",
    "draw_levels",
    "draw_seasons",
    "draw_waterfall",
]
