"""A council sets itself up: hours, days that differ, calls, teams, texts, look."""
