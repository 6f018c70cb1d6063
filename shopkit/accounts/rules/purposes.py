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

# In the order in which they are asked.
PURPOSES = {
    purpose.code: purpose for purpose in (REPORT, PUBLIC_NAME, PUBLIC_ADDRESS, FOLLOW_UP_CALL)
}
