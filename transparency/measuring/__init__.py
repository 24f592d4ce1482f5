"""A month or a quarter before anything is protected: asks the rooms below through their selectors, writes nothing.

The same rows give the same measures, in whatever order they were written and on either database: everything is counted in whole numbers, and percentiles go by nearest rank.
"""

from transparency.measuring.months import measure, measure_quarter
from transparency.measuring.procedures import titles_of

__all__ = ["measure", "measure_quarter", "titles_of"]
