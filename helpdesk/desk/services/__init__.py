"""Every write of the desk's own rows."""
