"""The call by video: its room, who may enter it and when, and its two pages."""
