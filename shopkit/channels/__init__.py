"""Where products are sold: channel files and feeds, public pages, and what is listed where."""
