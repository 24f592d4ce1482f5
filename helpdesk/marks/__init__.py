"""Marks that an agent draws on a picture somebody sent."""
