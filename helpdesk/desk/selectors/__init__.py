"""Every read of the desk's own rows."""
