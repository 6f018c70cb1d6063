"""Both engines refuse and return the same."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from shopkit.accounts.models import Attempt
from shopkit.db.types import TextRefused
from shopkit.shops.models.shops import Business

HANOI = timezone(timedelta(hours=7))


def kept(session: Session, record: object) -> None:
    session.add(record)
    session.flush()
    session.expire_all()


def business(**given: object) -> Business:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Business(
        **{"name": "Hộ Mẫu", "sort_key": "a", "search_text": "ho mau", "known_at": at} | given  # type: ignore[arg-type]
    )


def test_text_is_composed_when_it_is_kept(session: Session) -> None:
    record = business(name="Ba\u0301nh da\u0323")
    kept(session, record)
    assert record.name == "Bánh dạ"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "x" * 121])
def test_text_that_is_none_is_refused_before_the_database(session: Session, text: str) -> None:
    session.add(business(name=text))
    with pytest.raises(StatementError) as refused:
        session.flush()
    assert isinstance(refused.value.orig, TextRefused)


def test_a_moment_comes_back_in_utc(session: Session) -> None:
    record = Attempt(key="k", at=datetime(2026, 11, 22, 8, 0, tzinfo=HANOI))
    kept(session, record)
    assert record.at == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    assert record.at.utcoffset() == timedelta(0)


def test_a_moment_without_its_zone_is_refused(session: Session) -> None:
    session.add(Attempt(key="k", at=datetime(2026, 11, 22, 8, 0)))  # noqa: DTZ001  the fault
    with pytest.raises(StatementError):
        session.flush()
