"""Benchmarks: run by hand, never by the suite, but for a tiny one that shows that they still work."""
