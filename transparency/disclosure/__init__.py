"""Protection of small numbers: what may be shown of a month, and whether what was ever shown gives a hidden number away. Needs no framework."""
