"""The catalogue for data portals: one graph for DCAT-AP-ES 1.0.0 and DCAT-AP 3.0.1."""

from transparency.dcat.graph import catalog_graph
from transparency.dcat.writing import SERIALISATIONS, Serialisation, catalog_bytes

__all__ = ["SERIALISATIONS", "Serialisation", "catalog_bytes", "catalog_graph"]
