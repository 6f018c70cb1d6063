"""All that an installation holds in one file, readable by either engine."""
