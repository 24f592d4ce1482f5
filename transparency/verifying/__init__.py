"""Checks a published revision as it lies in the store: every file against the manifest, the manifest against its signature and its chain, every document against its seal and its data."""

from transparency.verifying.finding import Finding
from transparency.verifying.publication import verify

__all__ = ["Finding", "verify"]
