"""The same system as a PyPSA network: an independent second writing of a case, to check and to compare with."""

from energy_model.write.pypsa.network import PeerMissingError, write_network
from energy_model.write.pypsa.rules import extra_functionality
from energy_model.write.pypsa.writing import NotWritableError, Writing

__all__ = ["NotWritableError", "PeerMissingError", "Writing", "extra_functionality", "write_network"]
