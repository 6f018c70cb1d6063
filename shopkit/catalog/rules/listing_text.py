"""The one long text that a channel with a single description field is handed."""

from shopkit.catalog.rules.record import Record


def listing_text(record: Record) -> str:
    """Her description, her points one a line, then her story; blank where she wrote nothing."""
    points = "\n".join(f"- {bullet}" for bullet in record.bullets)
    return "\n\n".join(part for part in (record.description, points, record.story) if part)
