"""Alembic's entry: each migration in one transaction, with foreign keys checked, not enforced."""

from alembic import context

from shopkit.db.migrate import run_migrations

run_migrations(context)
