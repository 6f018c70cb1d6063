"""Coverage-guided search for a text that makes a payload reader fail, or contradict the writer.

    python -m benchmarks.fuzz_payloads [-runs=200000] [-max_total_time=120]

Options of libFuzzer are passed on. A finding ends the run with the text that caused it.
"""

import sys
import time

import atheris

with atheris.instrument_imports(include=["qr_labels"]):
    from qr_labels.payload import banks, digital_link, emv, folding, serials, trace, vietqr
    from qr_labels.payload.errors import PayloadError
    from qr_labels.payload.payment import TRANSFER_CEILING

RUNS = "-runs=200000"
LONGEST_INPUT = "-max_len=600"
MOST_SECONDS = 1.0
STALL = "38540010A00000072701240006970436011000000000010208QRIBFTTA"
GTIN = "https://a.vn/01/09521000500013"


def check_payment(text: str) -> None:
    """A reading is valid, or has problems, never both; what is strict is written again alike."""
    reading = vietqr.decode(text)
    assert reading.valid != bool(reading.problems)
    assert reading.valid == (reading.payment is not None)
    payment = reading.payment
    if payment is None:
        assert not reading.fields
        return
    assert reading.fields["account"] == payment.account
    try:
        written = vietqr.encode(payment, allow_unknown_bin=True)
    except PayloadError:
        assert not reading.strict or (payment.amount or 0) >= TRANSFER_CEILING
        return
    again = vietqr.decode(written).payment
    assert again is not None
    assert again.with_layout(None) == payment.with_layout(None)
    if reading.strict:
        assert written == text


def check_signed_payment(text: str) -> None:
    """The same with the checksum mended, without which little is ever reached."""
    try:
        body = "000201" + text + "6304"
        check_payment(body + emv.crc(body))
        body = "000201010212" + STALL + "53037045802VN" + text + "6304"
        check_payment(body + emv.crc(body))
    except UnicodeEncodeError:
        check_payment(text)


def check_link(text: str) -> None:
    """A link is valid, or has problems; what was read of a key we build can be built."""
    for address in (text, GTIN + text, "https://a.vn/" + text):
        reading = digital_link.parse(address)
        assert reading.valid != bool(reading.problems)
        assert trace.parse(address).valid != bool(trace.parse(address).problems)
        if reading.valid and reading.key in digital_link.BUILT_KEYS:
            built = digital_link.build("https://b.vn", reading.ais, allow_restricted=True)
            assert digital_link.parse(built).ais == reading.ais


def check_typed(text: str) -> None:
    """Names, memos and codes as people type them."""
    assert len(banks.search(text)) <= 20
    folded = folding.fold_to_ascii(text)
    assert folded.text.isascii()
    assert not folding.fold_to_ascii(folded.text).changed
    try:
        code = serials.read_code(text)
    except serials.CodeMistyped:
        return
    assert serials.read_code(serials.grouped(code).lower()) == code


CHECKS = (check_payment, check_signed_payment, check_link, check_typed)


def fuzz(data: bytes) -> None:
    """One input: the first byte picks the check, the rest is the text."""
    provider = atheris.FuzzedDataProvider(data)
    check = CHECKS[provider.ConsumeIntInRange(0, len(CHECKS) - 1)]
    text = provider.ConsumeUnicode(600) if provider.ConsumeBool() else ascii_text(provider)
    start = time.perf_counter()
    check(text)
    took = time.perf_counter() - start
    assert took < MOST_SECONDS, f"{took:.1f} s"


def ascii_text(provider: "atheris.FuzzedDataProvider") -> str:
    """Bytes as Latin-1, so that digits in the input stay digits in the text."""
    return str(provider.ConsumeBytes(600).decode("latin-1"))


def main() -> None:
    """Hand over to libFuzzer, which does not return."""
    given = sys.argv if len(sys.argv) > 1 else [*sys.argv, RUNS]
    atheris.Setup([*given, LONGEST_INPUT], fuzz)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
