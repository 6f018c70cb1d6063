"""A payment code that the phone draws by itself: one page, the same for everybody."""

from werkzeug.wrappers import Response

from qr_labels.payload import banks
from shopkit.payments.rules.codes import LONGEST_HOLDER
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.making import KNOWN_FIRST
from shopkit.text.search import search_text
from shopkit.web.doors import public
from shopkit.web.pages import show


@bp.route("/qr/here")
@public
def code_here() -> Response:
    """Holds every bank and nothing of anybody; what is typed here never leaves the phone."""
    known = [bank for bin in KNOWN_FIRST if (bank := banks.by_bin(bin))]
    rest = [bank for bank in banks.all_banks() if bank not in known]
    rows = [(bank, names_of(bank)) for bank in (*known, *rest)]
    return show(
        "payments/code_here.html", rows=rows, known=len(known), longest_holder=LONGEST_HOLDER
    )


def names_of(bank: banks.Bank) -> str:
    """All that a bank is found by, folded; the names by which it is begun come first."""
    names = (bank.short_name, bank.code, *bank.other_codes, *bank.former_names, bank.full_name_vi)
    return "|".join(dict.fromkeys(search_text(name) for name in names if name))
