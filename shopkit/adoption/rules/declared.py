"""What only a person can see or say: the questions, their answers, and what is sensitive."""

from collections.abc import Mapping
from dataclasses import dataclass

SHOP, BUSINESS, HOUSEHOLD = "shop", "business", "household"
YES_NO = ("yes", "no")
FIVE_POINTS = ("much_lower", "lower", "same", "higher", "much_higher")
BANDS = ("below_tax", "between", "above_invoice")
TAX_DUTY = "tax_duty"


@dataclass(frozen=True)
class Question:
    """One thing to be told; `needs` is what a commune must have switched on to ask it."""

    element: str
    answers: tuple[str, ...] = YES_NO
    needs: str = ""
    for_each_channel: bool = False


OF_BUSINESS = (
    Question("e_payment"),
    Question("enquiry", ("yes",)),
    Question("eid_linked", for_each_channel=True),
    Question("income_change", FIVE_POINTS),
    Question("keeps_book", needs=TAX_DUTY),
    Question("e_invoice", needs=TAX_DUTY),
    Question("account_notified", needs=TAX_DUTY),
    Question("revenue_notice", needs=TAX_DUTY),
    Question("revenue_band", BANDS, needs=TAX_DUTY),
)
OF_HOUSEHOLD = (
    Question("files_online"),
    Question("online_filing"),
    Question("platform_health"),
    Question("platform_education"),
    Question("platform_payment"),
    Question("platform_welfare"),
)
QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    SHOP: OF_BUSINESS,
    BUSINESS: OF_BUSINESS,
    HOUSEHOLD: OF_HOUSEHOLD,
}


def questions_for(kind: str, switched_on: frozenset[str]) -> tuple[Question, ...]:
    """What may be asked here; a business without a shop has no channel to ask about."""
    return tuple(
        question
        for question in QUESTIONS[kind]
        if (not question.needs or question.needs in switched_on)
        and (kind == SHOP or not question.for_each_channel)
    )
