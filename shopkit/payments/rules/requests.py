"""What a payment request says, and when it has run out."""

from datetime import datetime, timedelta

from qr_labels.payload import vietqr
from qr_labels.payload.vietqr import TRANSFER_CEILING
from shopkit.payments.rules.codes import PayTo
from shopkit.payments.rules.matching import EXPIRED, OPEN

# At the stall the buyer stands there; for a parcel somebody may pay the next evening.
AT_THE_STALL = timedelta(hours=2)
FOR_AN_ORDER = timedelta(days=3)
LONGEST_WAIT = timedelta(days=30)
LEAST_VND, MOST_VND = 1, TRANSFER_CEILING - 1


def request_payload(pay_to: PayTo, amount_vnd: int, code: str) -> str:
    """The text of the code: payee, amount, and the code of the request as the memo.

    The memo holds nothing else, so that no bank cuts it. Decoded again before it is given out.
    """
    return vietqr.encode(
        vietqr.Payment(bin=pay_to.bin, account=pay_to.number, amount=amount_vnd, purpose=code)
    )


def state_now(state: str, expires_at: datetime, now: datetime) -> str:
    """The state as it is at this moment: nobody needs to come by for a request to run out."""
    return EXPIRED if state == OPEN and now >= expires_at else state
