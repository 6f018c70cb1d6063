"""VietQR encode and decode beside vietnam-qr-pay, both in one run on the same payments.

    python -m benchmarks.payment_codec [--rounds 7]

Ours checks every limit on writing and every rule on reading; vietnam-qr-pay checks the CRC.
Rounds of both take turns, so that a busy machine slows both alike; the best round counts.
"""

import argparse
import time
from collections.abc import Callable
from random import Random

from vietnam_qr_pay import QRPay

from qr_labels.payload import banks
from qr_labels.payload.vietqr import Payment, decode, encode

SEED = 20261122
PAYMENTS = 500
ROUNDS = 7
WANTED_WITHOUT, WANTED_WITH = 3.0, 2.0

Given = tuple[str, str, int, str]


def payments(chance: Random) -> list[Given]:
    """Till codes as they are: a bank, ten digits, an amount, a memo code."""
    bins = [bank.bin for bank in banks.all_banks()]
    return [
        (
            chance.choice(bins),
            f"{chance.randrange(10**10):010d}",
            chance.randrange(1, 5000) * 1000,
            f"DH{chance.randrange(10**6):06d}",
        )
        for _ in range(PAYMENTS)
    ]


def ours(given: list[Given], verify: bool) -> None:
    """Write and read each payment, with or without the writer's own read-back."""
    for bin, account, amount, purpose in given:
        payment = Payment(bin=bin, account=account, amount=amount, purpose=purpose)
        reading = decode(encode(payment, verify=verify))
        assert reading.payment is not None
        assert reading.payment.amount == amount


def theirs(given: list[Given]) -> None:
    """The same with vietnam-qr-pay."""
    for bin, account, amount, purpose in given:
        code = QRPay.init_viet_qr(
            bank_bin=bin, bank_number=account, amount=str(amount), purpose=purpose
        )
        read = QRPay(code.build())
        assert read.is_valid
        assert read.amount == str(amount)


def seconds(run: Callable[[], None]) -> float:
    """How long one round takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> int:
    """Print the rates and ratios; 1 when a ratio misses its mark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    given = payments(Random(SEED))
    runs: dict[str, Callable[[], None]] = {
        "vietnam-qr-pay": lambda: theirs(given),
        "ours": lambda: ours(given, verify=False),
        "ours with read-back": lambda: ours(given, verify=True),
    }
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(options.rounds):
        for name, run in runs.items():
            best[name] = min(best[name], seconds(run))
    peer = best["vietnam-qr-pay"]
    for name, took in best.items():
        print(f"{name:22} {PAYMENTS / took:10,.0f} encode+decode/s   x {peer / took:.2f}")
    reached = peer / best["ours"], peer / best["ours with read-back"]
    print(f"wanted: x {WANTED_WITHOUT} without, x {WANTED_WITH} with read-back")
    return int(reached[0] < WANTED_WITHOUT or reached[1] < WANTED_WITH)


if __name__ == "__main__":
    raise SystemExit(main())
