"""Solution → labelled tree with units, names in two languages and provenance; saving and loading it."""

from energy_model.results.label import label
from energy_model.results.store import complete_folder, load, save

__all__ = ["complete_folder", "label", "load", "save"]
