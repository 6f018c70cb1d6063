"""What is known already of the lines of a statement."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_STATEMENT, FingerprintKey
from shopkit.payments.queries.matching import Marked, known_lines
from shopkit.payments.rules.money import Told, fingerprint, month_of

# Where a month has no key yet, nothing of it was ever kept.
NO_KEY = "nothing was kept in this month"


def are_known(session: Session, account: PaymentAccount, told: Sequence[Told]) -> list[bool]:
    """For each of these, whether a statement, a feed or a person told of it before."""
    keys = month_keys(session, account, {month_of(one.came_at) for one in told})
    marked = [
        Marked(one, fingerprint(keys.get(month_of(one.came_at), NO_KEY), one)) for one in told
    ]
    known = known_lines(session, account, marked, BY_STATEMENT)
    return [known.line_of(one) is not None for one in marked]


def month_keys(session: Session, account: PaymentAccount, months: set[str]) -> dict[str, str]:
    rows = session.execute(
        select(FingerprintKey.month, FingerprintKey.key).where(
            FingerprintKey.shop_id == account.shop_id, FingerprintKey.month.in_(sorted(months))
        )
    )
    return {row.month: row.key for row in rows}
