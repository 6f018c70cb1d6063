"""What a person can agree to: one purpose at a time, each with the version of its text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Purpose:
    """`covered_by` names the versions of the text that still stand for this purpose."""

    code: str
    text_version: str
    covered_by: frozenset[str]


def purpose_of(code: str, text_version: str, *older: str) -> Purpose:
    return Purpose(code, text_version, frozenset({text_version, *older}))


REPORT = purpose_of("report", "2026-1")
PUBLIC_NAME = purpose_of("public_name", "2026-1")
PUBLIC_ADDRESS = purpose_of("public_address", "2026-1")
FOLLOW_UP_CALL = purpose_of("follow_up_call", "2026-1")
BOOK = purpose_of("book", "2026-1")
SHARE_AMOUNTS = purpose_of("share_amounts", "2026-1")
TRAINING = purpose_of("training", "2026-1")
POSTING = purpose_of("posting", "2026-1")

# Asked one after the other when somebody begins, in this order.
ROUND = {purpose.code: purpose for purpose in (REPORT, PUBLIC_NAME, PUBLIC_ADDRESS, FOLLOW_UP_CALL)}
# Asked only of a shop and only where somebody looks for it, on a page that does what it says.
APART = {purpose.code: purpose for purpose in (BOOK, SHARE_AMOUNTS)}
# Asked of people on the register, mostly on paper: she may have neither a shop nor an account.
OF_PEOPLE = {purpose.code: purpose for purpose in (TRAINING, POSTING)}
ON_PAPER = {purpose.code: purpose for purpose in (REPORT, FOLLOW_UP_CALL, TRAINING, POSTING)}
PURPOSES = ROUND | APART | OF_PEOPLE
