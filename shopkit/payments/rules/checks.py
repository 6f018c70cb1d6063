"""What a photo of a stand says about where the money goes: no table, no web."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from qr_labels.payload.payment import TO_ACCOUNT, TO_CARD, Payment
from qr_labels.reading.compare import payee_of
from qr_labels.reading.photos import Found
from shopkit.text.accounts import masked_account

# What a photo showed. Of the codes that pay: only hers, checked or not; several, all hers; hers and
# one that nobody could read; an account she no longer uses; somebody else's; hers and another's.
PAYS_YOU, MATCHES_SAVED, ALL_YOURS, PART_READ = (
    "pays_you", "matches_saved", "all_yours", "part_read",
)  # fmt: skip
OLD_ACCOUNT, PAYS_OTHER, TWO_CODES = "old_account", "pays_other", "two_codes"
NOT_PAYMENT, UNREADABLE = "not_payment", "unreadable"
ALARMS = (PAYS_OTHER, TWO_CODES)
GOOD = (PAYS_YOU, MATCHES_SAVED, ALL_YOURS)
"""Results after which the next check may wait."""
TELLING = (PAYS_YOU, MATCHES_SAVED, ALL_YOURS, OLD_ACCOUNT, PAYS_OTHER, TWO_CODES)
"""Results that say where the money goes."""
# What is told of a photo that was looked at long after it was taken.
LOOKED_GOOD, LOOKED_OLD, LOOKED_OTHER, LOOKED_UNREAD = (
    "stand.looked_good", "stand.looked_old", "stand.looked_other", "stand.looked_unread",
)  # fmt: skip
LOOKED = (LOOKED_GOOD, LOOKED_OLD, LOOKED_OTHER, LOOKED_UNREAD)

INTERVALS = (7, 30, 90)
EVERY_MONTH = 30
LONGEST_NAME = 60
STRANGERS_KEPT = timedelta(days=180)


@dataclass(frozen=True)
class Own:
    """An account of the shop, in use or not any more."""

    id: UUID
    bin: str
    number: str
    is_checked: bool
    is_over: bool = False

    @property
    def payee(self) -> tuple[str, str, str]:
        return self.bin, self.number, TO_ACCOUNT


@dataclass(frozen=True)
class Judgement:
    """What is told to her: a result, what else is worth a look, whose account it is."""

    result: str
    code_count: int = 0
    account_id: UUID | None = None
    remarks: tuple[str, ...] = ()
    other_bin: str = ""
    other_masked: str = ""
    other_name: str = ""


def looked(result: str) -> str:
    """Which news a result is."""
    if result in GOOD:
        return LOOKED_GOOD
    if result in ALARMS:
        return LOOKED_OTHER
    return LOOKED_OLD if result == OLD_ACCOUNT else LOOKED_UNREAD


def judged(found: Sequence[Found], unread_count: int, owned: Sequence[Own]) -> Judgement:
    """Judge all codes of a photo by bank, account and service, not by their text.

    A code that nobody could read may pay anybody, so it is never taken for nothing.
    """
    paying = [code for code in found if code.kind == "payment"]
    if not paying:
        is_other = bool(found) and not unread_count
        return Judgement(NOT_PAYMENT if is_other else UNREADABLE, len(found))
    by_payee = {own.payee: own for own in sorted(owned, key=lambda own: not own.is_over)}
    hers = [own for code in paying if (own := by_payee.get(payee_of(code) or ("", "", "")))]
    strangers = [code for code in paying if payee_of(code) not in by_payee]
    remarks = tuple(dict.fromkeys(remarks_on(found, paying, strangers, hers, unread_count)))
    other = described(strangers[0]) if strangers else {}
    return Judgement(
        result_of(hers, strangers, unread_count),
        len(found),
        hers[0].id if hers else None,
        remarks,
        **other,
    )


def result_of(hers: Sequence[Own], strangers: Sequence[Found], unread_count: int) -> str:
    if strangers:
        return TWO_CODES if hers else PAYS_OTHER
    if any(own.is_over for own in hers):
        return OLD_ACCOUNT
    if unread_count:
        return PART_READ
    if len({own.id for own in hers}) > 1:
        return ALL_YOURS
    return PAYS_YOU if hers[0].is_checked else MATCHES_SAVED


def remarks_on(
    found: Sequence[Found],
    paying: Sequence[Found],
    strangers: Sequence[Found],
    hers: Sequence[Own],
    unread_count: int,
) -> Iterator[str]:
    """What is worth a look beside the result, as machine words."""
    for code in paying:
        payment = payment_of(code)
        if payment is None:
            yield "other_scheme"
            continue
        if payment.amount:
            yield "amount_added"
        if payment.purpose:
            yield "purpose_added"
        if payment.service == TO_CARD:
            yield "card"
    if any(not own.is_checked for own in hers):
        yield "unchecked"
    if len(found) > len(paying):
        yield "another_code"
    if unread_count:
        yield "unread_code"
    if len(strangers) > 1:
        yield "several_strangers"


def payment_of(code: Found) -> Payment | None:
    """The payment of a code that may be shown as one; None for schemes that are not VietQR."""
    reading = code.payment
    return reading.payment if reading and reading.valid else None


def described(code: Found) -> dict[str, str]:
    """What she is told of somebody else's account, and no more."""
    payment = payment_of(code)
    if payment is None:
        return {}
    name = payment.name or (payment.local.name if payment.local else "")
    return {
        "other_bin": payment.bin,
        "other_masked": masked_account(payment.account),
        "other_name": name[:LONGEST_NAME],
    }


def is_due(last: datetime | None, since: Iterable[datetime], days: int, now: datetime) -> bool:
    """Whether stands should be looked at: the last look, or else the first printing, is too long
    ago; nothing is due where nothing was printed and nobody ever looked."""
    begun = last or min(since, default=None)
    return begun is not None and now - begun >= timedelta(days=days)
