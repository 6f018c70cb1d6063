"""Tests of signing in, roles and consent."""
