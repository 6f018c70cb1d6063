"""Decisions about pictures, prices and listings that need no table and no web."""
