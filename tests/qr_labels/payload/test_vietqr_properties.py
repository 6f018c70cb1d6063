"""What holds for every payment and every text, not only for the examples."""

import string
from collections.abc import Callable
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qr_labels.payload import banks, emv
from qr_labels.payload.errors import PayloadError
from qr_labels.payload.vietqr import (
    LONGEST_PAYLOAD,
    Fee,
    Layout,
    LocalName,
    Payment,
    Unknown,
    decode,
    encode,
)

ASCII = "".join(map(chr, range(0x20, 0x7F)))
VIETNAMESE = string.ascii_letters + " àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệÀĐƯỚỒ"
some = settings(max_examples=150, deadline=None)
more = settings(max_examples=400, deadline=None)


def label(longest: int) -> st.SearchStrategy[str | None]:
    return st.none() | st.text(ASCII, min_size=1, max_size=longest)


def template(tag: str, path: str = "") -> st.SearchStrategy[Unknown]:
    value = st.builds(
        lambda name, text: emv.element("00", name) + (emv.element("05", text) if text else ""),
        st.text(ASCII, min_size=1, max_size=32),
        st.text(ASCII, max_size=20),
    )
    return value.map(lambda text: Unknown(tag, text, path))


unknown_objects = st.lists(
    st.sampled_from([*range(80, 100)]).flatmap(lambda tag: template(str(tag)))
    | st.sampled_from([*range(26, 38), *range(39, 52)]).flatmap(lambda tag: template(str(tag)))
    | st.sampled_from([*range(2, 26)]).flatmap(
        lambda tag: st.text(ASCII, min_size=1, max_size=30).map(
            lambda text: Unknown(f"{tag:02d}", text)
        )
    ),
    max_size=4,
    unique_by=lambda one: one.tag,
).map(tuple)

fees = (
    st.just(Fee("01"))
    | st.integers(1, 10**13 - 1).map(lambda dong: Fee("02", fixed=dong))
    | st.integers(1, 9999).map(lambda n: Fee("03", percent=f"{n // 100:02d}.{n % 100:02d}"))
)

payments = st.builds(
    Payment,
    bin=st.sampled_from([bank.bin for bank in banks.all_banks()]),
    account=st.text(ASCII, min_size=1, max_size=19),
    service=st.sampled_from(["QRIBFTTA", "QRIBFTTC"]),
    amount=st.none() | st.integers(1, 499_999_999),
    purpose=label(25),
    bill=label(8),
    store=label(8),
    reference=label(8),
    terminal=label(8),
    mobile=label(5),
    data_request=st.none() | st.sampled_from(["A", "ME", "EAM"]),
    name=label(25),
    city=label(15),
    postal_code=label(10),
    mcc=st.none() | st.from_regex(r"[0-9]{4}", fullmatch=True),
    fee=st.none() | fees,
    local=st.none()
    | st.builds(
        LocalName,
        st.sampled_from(["vi", "en"]),
        st.text(VIETNAMESE, min_size=1, max_size=25),
        st.none() | st.text(VIETNAMESE, min_size=1, max_size=15),
    ),
    initiation=st.sampled_from([None, "11", "12"]),
    unknown=unknown_objects,
)


@more
@given(payments)
def test_a_payment_reads_back_as_itself(payment: Payment) -> None:
    reading = decode(written(payment))

    assert reading.strict
    assert reading.payment == payment


@some
@given(payments, st.randoms())
def test_a_code_in_any_order_is_written_again_byte_for_byte(
    payment: Payment, chance: Random
) -> None:
    payload = shuffled(written(payment), chance.shuffle)

    reading = decode(payload)

    assert reading.strict
    assert reading.payment is not None
    assert encode(reading.payment) == payload
    assert reading.payment.with_layout(None) == payment.with_layout(None)


def written(payment: Payment) -> str:
    try:
        return encode(payment)
    except PayloadError as error:
        # Each label keeps its limit, yet together they may pass the 99 characters of 62.
        assume(error.problem != "too_long")
        raise


def shuffled(payload: str, shuffle: Callable[[list[str]], None]) -> str:
    """The same objects in another order, at the root and inside 38, 38.01 and 62."""
    root = emv.objects(payload)
    payee = emv.objects(root["38"])
    payee["01"] = reordered(emv.objects(payee["01"]), shuffle)
    root["38"] = reordered(payee, shuffle)
    if "62" in root:
        root["62"] = reordered(emv.objects(root["62"]), shuffle)
    middle = [tag for tag in root if tag not in ("00", "63")]
    shuffle(middle)
    body = emv.chain(root, ["00", *middle]) + "6304"
    return body + emv.crc(body)


def reordered(values: dict[str, str], shuffle: Callable[[list[str]], None]) -> str:
    tags = list(values)
    shuffle(tags)
    return emv.chain(values, tags)


@more
@given(st.text(max_size=200) | st.text("0123456789", max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    reading = decode(text)

    assert reading.valid == (reading.payment is not None)
    assert reading.valid != bool(reading.problems)
    assert reading.valid == bool(reading.fields)


@more
@given(payments, st.data())
def test_one_character_changed_is_noticed(payment: Payment, data: st.DataObject) -> None:
    payload = written(payment)
    place = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.sampled_from(ASCII).filter(lambda sign: sign != payload[place]))

    reading = decode(payload[:place] + other + payload[place + 1 :])

    if reading.valid:
        # Only the case of the checksum, or a space at the end, may pass.
        assert reading.leniencies
        assert reading.payment == payment


@some
@given(payments, st.integers(1, 40), st.text(max_size=60))
def test_a_signed_but_mangled_code_is_read_or_refused_never_misread(
    payment: Payment, cut: int, noise: str
) -> None:
    body = written(payment)[:-8]
    body = body[: len(body) - cut] + noise
    assume(not any("\ud800" <= sign <= "\udfff" for sign in noise))
    text = body + "6304" + emv.crc(body + "6304")

    reading = decode(text)

    if reading.strict and reading.payment is not None and (reading.payment.amount or 1) < 5 * 10**8:
        assert encode(reading.payment, allow_unknown_bin=True) == text.strip()


@some
@given(payments, st.permutations(["00", "01", "38", "53", "54", "58", "59", "62", "63", "80"]))
def test_any_layout_asked_for_gives_a_readable_code(payment: Payment, order: list[str]) -> None:
    asked = payment.with_layout(Layout(orders=(("", tuple(order)),)))

    reading = decode(written(asked))

    assert reading.strict
    assert reading.payment is not None
    assert reading.payment.with_layout(None) == payment.with_layout(None)


@some
@given(st.integers(0, LONGEST_PAYLOAD // 5))
def test_many_objects_are_read_in_bounded_time(count: int) -> None:
    assert not decode("000201" + "6501A" * count).valid
