"""What happened stays as it was written."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from shopkit.journal.models import JournalEntry, JournalIsAppendOnly
from shopkit.journal.write import entries_of, write
from shopkit.scope import SHOP, Role, Who
from shopkit.shops.models.shops import Shop

AT = datetime(2026, 11, 22, tzinfo=UTC)


def shop(session: Session) -> Shop:
    made = Shop(code="abcd2345", opened_at=AT, commune_code="21715")
    session.add(made)
    session.flush()
    return made


def test_an_entry_knows_who_acted_where_and_for_which_shop(session: Session) -> None:
    hers = shop(session)
    who = Who(uuid4(), "Nguyễn Thị Mẫu", (Role("seller", SHOP, hers.id.hex),))
    session.info["actor"] = who
    entry = write(session, hers, "shop.named", now=AT)
    session.flush()
    assert (entry.shop_id, entry.commune_code) == (hers.id, "21715")
    assert entry.actor_id == who.account_id
    assert entries_of(session, [hers.id]) == [entry]


def test_nobody_changes_or_removes_an_entry(session: Session) -> None:
    entry = write(session, shop(session), "shop.named", now=AT)
    session.flush()
    entry.event = "shop.renamed"
    with pytest.raises(JournalIsAppendOnly):
        session.flush()
    session.rollback()
    kept = write(session, shop(session), "shop.named", now=AT)
    session.flush()
    session.delete(kept)
    with pytest.raises(JournalIsAppendOnly):
        session.flush()
    session.rollback()
    assert session.query(JournalEntry).count() == 0
