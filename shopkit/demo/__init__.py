"""A practice commune to try everything in: invented people, flagged, removable by one command."""
