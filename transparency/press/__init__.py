"""The printing press: HTML in, one PDF out that is PDF/A-3a and PDF/UA-1. It knows nothing of Django and runs as a process of its own (`python -m transparency.press`)."""
