"""Which payment scheme a merchant-presented code belongs to, by the identifier it carries."""

from collections.abc import Mapping

from qr_labels.payload import emv
from qr_labels.payload.payment import NAPAS

# How an identifier in object 00 of a template 26-51 begins: kind and name of the scheme.
_SCHEMES = {
    NAPAS: ("vietqr", "VietQR"),
    "A000000775": ("vnpay", "VNPAY-QR"),
    "A00000067701011": ("promptpay", "PromptPay"),
    "A0000006150001": ("emv", "DuitNow"),
    "A000000524": ("emv", "Bharat QR"),
    "SG.PAYNOW": ("emv", "PayNow"),
    "ID.CO.QRIS": ("emv", "QRIS"),
    "COM.P2PQRPAY": ("emv", "QR Ph"),
    "PH.PPMI": ("emv", "QR Ph"),
    "HK.COM.HKICL": ("emv", "FPS"),
    "BR.GOV.BCB.PIX": ("emv", "Pix"),
}
_CARDS = "card scheme"


def scheme_of(root: Mapping[str, str]) -> tuple[str, str | None]:
    """Kind ("vietqr", "vnpay", "promptpay", "emv", "not_emv") and the scheme's name if known."""
    if identifier_of(root.get("38", "")) == NAPAS:
        return _SCHEMES[NAPAS]
    named = [scheme_named(identifier_of(root[tag])) for tag in sorted(root) if is_scheme(tag)]
    for kind, name in named:
        if name is not None and kind != "vietqr":
            return kind, name
    if root.get("00", "") in ("00", "01", "02"):
        return "emv", _CARDS if any("02" <= tag <= "25" for tag in root) else None
    return "not_emv", None


def is_scheme(tag: str) -> bool:
    """Whether an ID of the root belongs to a payee template that names its scheme."""
    return "26" <= tag <= "51"


def scheme_named(identifier: str | None) -> tuple[str, str | None]:
    """Kind and name behind an identifier; ("emv", None) when it is not one of the known."""
    if identifier is not None:
        for begin, scheme in _SCHEMES.items():
            if identifier.upper().startswith(begin) and (begin != NAPAS or identifier == NAPAS):
                return scheme
    return "emv", None


def identifier_of(value: str) -> str | None:
    """Object 00 of a template, found even when the template breaks after it."""
    try:
        return emv.objects(value).get("00")
    except emv.BrokenChain as broken:
        return broken.found.get("00")
