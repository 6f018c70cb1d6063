"""What a VietQR code says: one payee and what is asked of the payer (NAPAS-1.0 section 5)."""

from dataclasses import dataclass, field, replace
from typing import Any

FORMAT = "01"
NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
TO_CARD = "QRIBFTTC"
STATIC = "11"
DYNAMIC = "12"
VND = "704"
VIETNAM = "VN"

TRANSFER_CEILING = 500_000_000
# What the largest symbol holds in alphanumeric mode: nothing longer came from a code.
LONGEST_PAYLOAD = 4296
# EMV asks codes to stay within this.
USUAL_PAYLOAD = 512
LONGEST_ACCOUNT = 19
LONGEST_AMOUNT = 13
LONGEST_LABEL = 25
LONGEST_LOCAL_NAME = 25
LONGEST_LOCAL_CITY = 15

# The objects of template 62 and the names our Payment gives them.
ADDITIONAL = {
    "01": "bill",
    "02": "mobile",
    "03": "store",
    "04": "loyalty",
    "05": "reference",
    "06": "customer",
    "07": "terminal",
    "08": "purpose",
}
DATA_REQUEST = "09"
# The objects of the root that describe the merchant: name in Payment, most characters.
MERCHANT = {"59": ("name", 25), "60": ("city", 15), "61": ("postal_code", 10)}


@dataclass(frozen=True, slots=True)
class Unknown:
    """An object that VietQR gives no meaning, kept so that rewriting loses nothing.

    `path` is "" at the root, or the template it stands in ("38", "62", "64"). `was_read`
    is set by decode: reserved objects are written again, but never written anew.
    """

    tag: str
    value: str
    path: str = ""
    was_read: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a code that was read is written where we would write it otherwise.

    `orders` holds, by template path, the IDs in their order when they do not ascend;
    `amount` and `fee_fixed` the digits as they stood when they are not the plain number.
    """

    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()
    amount: str | None = None
    fee_fixed: str | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """Objects 55 to 57: "01" lets the payer add a tip, "02" adds `fixed` dong, "03" `percent`.

    `percent` is text as it is written, "00.01" to "99.99".
    """

    indicator: str
    fixed: int | None = None
    percent: str | None = None


@dataclass(frozen=True, slots=True)
class LocalName:
    """Template 64, the one place for Vietnamese letters: language "vi", name 25, city 15."""

    language: str
    name: str
    city: str | None = None


@dataclass(frozen=True)
class Payment:
    """One payment code, before it is text. Nothing is checked here: encode() and decode() check.

    Amounts are whole dong. Texts are ASCII of at most 25 characters (city 15, postal code 10);
    only `local` may be Vietnamese. Without `initiation` a code with an amount is dynamic ("12")
    and one without is static ("11").
    """

    bin: str
    account: str
    service: str | None = TO_ACCOUNT
    amount: int | None = None
    purpose: str | None = None
    bill: str | None = None
    store: str | None = None
    reference: str | None = None
    terminal: str | None = None
    mobile: str | None = None
    loyalty: str | None = None
    customer: str | None = None
    data_request: str | None = None
    name: str | None = None
    city: str | None = None
    postal_code: str | None = None
    mcc: str | None = None
    fee: Fee | None = None
    local: LocalName | None = None
    initiation: str | None = None
    unknown: tuple[Unknown, ...] = ()
    layout: Layout | None = None

    def __post_init__(self) -> None:
        """Give equal codes equal values: the usual initiation is None, unknown objects sorted."""
        if self.initiation is not None and self.initiation == self.usual_initiation:
            object.__setattr__(self, "initiation", None)
        if self.unknown:
            ordered = tuple(sorted(self.unknown, key=lambda one: (one.path, one.tag)))
            object.__setattr__(self, "unknown", ordered)

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "Payment":
        """The same as Payment(**values), at a fifth of the cost: what is absent is the default."""
        payment = object.__new__(cls)
        payment.__dict__.update(values)
        payment.__post_init__()
        return payment

    @property
    def usual_initiation(self) -> str:
        """What a code with or without this amount says when nothing else is asked."""
        return STATIC if self.amount is None else DYNAMIC

    @property
    def is_dynamic(self) -> bool:
        """Whether the code is meant for one payment."""
        return (self.initiation or self.usual_initiation) == DYNAMIC

    def with_layout(self, layout: Layout | None) -> "Payment":
        """The same payment written in another order."""
        return replace(self, layout=layout)
