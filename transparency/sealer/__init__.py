"""The sealer: a small process that holds the keys and signs digests. It knows nothing of Django, of the database or of the web (`python -m transparency.sealer`)."""
