"""One-time codes of staff: six digits, good for one step of thirty seconds, each step once."""

from datetime import datetime

import pyotp

STEP_S = 30
# One step either way, because the clock of a phone may be half a minute off.
DRIFT = 1
ISSUER = "ShopKit"


def new_code_secret() -> str:
    """A secret of 160 random bits in the letters that authenticator apps take."""
    return pyotp.random_base32()


def enrolment_address(secret: str, phone: str) -> str:
    """What the QR for an authenticator app holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=phone, issuer_name=ISSUER)


def step_of_code(secret: str, code: str, last_step: int, now: datetime) -> int | None:
    """The step a code belongs to, if it is right and later than the last one used."""
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // STEP_S
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > last_step and pyotp.utils.strings_equal(totp.generate_otp(step), code):
            return step
    return None
