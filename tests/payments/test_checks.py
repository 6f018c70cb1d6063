"""Check my sticker: what a photo shows, what is told, what is kept."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload import vietqr
from qr_labels.payload.payment import LocalName
from qr_labels.reading.photos import Found
from shopkit.accounts.models import Notice
from shopkit.db.files import Files
from shopkit.journal.write import entries_of
from shopkit.payments.actions.accounts import confirm_name, end_account
from shopkit.payments.actions.checks import choose_interval, forget_strangers, note_check
from shopkit.payments.actions.lens import PhotoRefused, found, look_at
from shopkit.payments.actions.stands import print_stand, take_down
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.stands import StandCheck
from shopkit.payments.queries import checks
from shopkit.payments.rules.checks import (
    ALL_YOURS,
    MATCHES_SAVED,
    NOT_PAYMENT,
    OLD_ACCOUNT,
    PART_READ,
    PAYS_OTHER,
    PAYS_YOU,
    TWO_CODES,
    UNREADABLE,
    Judgement,
    Own,
    judged,
)
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW, StandingClock
from tests.make import PAYEE
from tests.payments.stickers import empty_table, stand_photo

HER, THIEF = vietqr.Payment("970436", PAYEE.number), vietqr.Payment("970422", "0000000001")
SECOND = vietqr.Payment("970405", "1500000000001")
CHECKED = Own(uuid4(), HER.bin, HER.account, is_checked=True)
UNCHECKED = Own(uuid4(), HER.bin, HER.account, is_checked=False)
OTHER_STALL = Own(uuid4(), SECOND.bin, SECOND.account, is_checked=True)


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session, make.account(session, phone="+84900000601"), agrees=True)


@pytest.fixture
def account(session: Session, shop: Shop) -> PaymentAccount:
    return make.payment_account(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop, account: PaymentAccount) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def codes(*payments: vietqr.Payment) -> list[Found]:
    return [found(vietqr.encode(payment)) for payment in payments]


def upload(content: bytes) -> object:
    return (BytesIO(content), "bang.jpg")


@pytest.mark.parametrize(
    ("seen", "unread", "owned", "result"),
    [
        (codes(HER), 0, [CHECKED], PAYS_YOU),
        (codes(HER), 0, [UNCHECKED], MATCHES_SAVED),
        (codes(HER), 1, [CHECKED], PART_READ),
        (codes(THIEF), 0, [CHECKED], PAYS_OTHER),
        (codes(HER, THIEF), 0, [CHECKED], TWO_CODES),
        (codes(HER, SECOND), 0, [CHECKED, OTHER_STALL], ALL_YOURS),
        (codes(HER, SECOND, THIEF), 0, [CHECKED, OTHER_STALL], TWO_CODES),
        ([], 0, [CHECKED], UNREADABLE),
        ([], 2, [CHECKED], UNREADABLE),
        ([found("https://example.vn/quay")], 0, [CHECKED], NOT_PAYMENT),
        ([found("https://example.vn/quay")], 1, [CHECKED], UNREADABLE),
        (codes(HER), 0, [], PAYS_OTHER),
    ],
)
def test_a_photo_is_judged_by_who_is_paid(
    seen: Sequence[Found], unread: int, owned: Sequence[Own], result: str
) -> None:
    assert judged(seen, unread, owned).result == result


def test_an_account_used_no_longer_is_told_apart_and_one_in_use_again_is_not() -> None:
    over = Own(uuid4(), HER.bin, HER.account, is_checked=True, is_over=True)
    assert judged(codes(HER), 0, [over]).result == OLD_ACCOUNT
    assert judged(codes(HER), 0, [over, CHECKED]).result == PAYS_YOU
    assert judged(codes(HER), 0, [CHECKED, over]).account_id == CHECKED.id


def test_of_a_stranger_only_bank_end_and_the_name_in_the_code_are_told() -> None:
    named = vietqr.Payment(
        THIEF.bin, "9876543210", name="TRAN VAN KHAC", local=LocalName("vi", "Trần Văn Khác")
    )
    told = judged(codes(named), 0, [CHECKED])
    assert (told.other_bin, told.other_masked, told.other_name) == (
        "970422",
        "…3210",
        "TRAN VAN KHAC",
    )
    assert judged(codes(THIEF), 0, [CHECKED]).other_name == ""


def test_what_was_added_to_her_own_code_is_remarked_on() -> None:
    added = vietqr.Payment(HER.bin, HER.account, amount=50_000, purpose="DH 1")
    assert judged(codes(added), 0, [CHECKED]).remarks == ("amount_added", "purpose_added")
    card = vietqr.Payment(HER.bin, HER.account, service=vietqr.TO_CARD)
    told = judged(codes(card), 0, [CHECKED])
    assert (told.result, told.remarks) == (PAYS_OTHER, ("card",))


def test_another_scheme_says_that_no_account_can_be_read() -> None:
    vnpay = found(
        "00020101021126280010A0000007750110010000000052045999530370"
        "45802VN5909QUAY MAU 6005HANOI6304"
    )
    told = judged([vnpay], 0, [CHECKED])
    assert told.result == PAYS_OTHER
    assert "other_scheme" in told.remarks
    assert (told.other_bin, told.other_masked) == ("", "")


def test_a_link_beside_her_code_is_no_alarm() -> None:
    told = judged([*codes(HER), found("https://zalo.me/quay")], 0, [CHECKED])
    assert (told.result, told.remarks) == (PAYS_YOU, ("another_code",))


def test_a_check_is_kept_and_told_without_numbers(
    session: Session, shop: Shop, account: PaymentAccount
) -> None:
    make.acting(session, make.owner_of(session, shop))
    check = note_check(session, shop, Judgement(PAYS_YOU, 1, account.id), now=NOW)
    (entry,) = entries_of(session, [check.id])
    assert (entry.event, entry.evidence) == ("stand.checked", "SO")
    assert entry.details == {"result": "pays_you"}
    assert not check.is_visit


def test_a_check_on_a_visit_is_seen_by_staff(session: Session, shop: Shop) -> None:
    trainer = make.acting(session, make.staff(session, TRAINER))
    check = note_check(session, shop, Judgement(MATCHES_SAVED, 1), now=NOW)
    (entry,) = entries_of(session, [check.id])
    assert (entry.evidence, entry.actor_id, check.is_visit) == ("TV", trainer.account_id, True)


@pytest.mark.parametrize(("result", "count"), [(PAYS_OTHER, 1), (TWO_CODES, 1), (PAYS_YOU, 0)])
def test_bad_news_goes_to_her_phones(session: Session, shop: Shop, result: str, count: int) -> None:
    note_check(session, shop, Judgement(result, 1), now=NOW)
    told = session.scalars(select(Notice).where(Notice.kind == "stand.pays_other")).all()
    assert len(told) == count


def test_she_is_reminded_after_the_days_she_chose(
    session: Session, shop: Shop, account: PaymentAccount
) -> None:
    def is_due(days: int) -> bool:
        return checks.is_check_due(session, shop, NOW + timedelta(days=days))

    assert not is_due(400)
    printed = print_stand(session, account, format="a5", language="vi", now=NOW)
    assert not is_due(29)
    assert is_due(30)
    choose_interval(session, shop, days=7, now=NOW)
    assert is_due(7)
    later = NOW + timedelta(days=7)
    note_check(session, shop, Judgement(UNREADABLE), now=later)
    assert is_due(8)
    note_check(session, shop, Judgement(MATCHES_SAVED, 1, account.id), now=later)
    session.flush()
    assert not is_due(13)
    assert is_due(14)
    take_down(session, printed, on=NOW.date(), now=NOW)
    assert is_due(14)


def test_a_clear_photo_that_pays_her(phone: Browser, account: PaymentAccount) -> None:
    answer = phone.post("/qr/check", photo=upload(stand_photo(HER)))  # type: ignore[arg-type]
    page = phone.get(answer.location).text
    assert "Mã khớp với số đã lưu" in page
    assert "Đúng: tiền về" not in page
    phone.post(f"/qr/{account.id}/seen")
    answer = phone.post("/qr/check", photo=upload(stand_photo(HER)))  # type: ignore[arg-type]
    assert "Đúng: tiền về tài khoản đã lưu" in phone.get(answer.location).text


def test_a_sticker_beside_the_code_is_found(phone: Browser, session: Session, shop: Shop) -> None:
    photo = stand_photo(HER, vietqr.encode(THIEF))
    page = phone.get(phone.post("/qr/check", photo=upload(photo)).location).text  # type: ignore[arg-type]
    assert "Có hai mã, một mã không phải của cửa hàng" in page
    assert "MB" in page
    assert "…0001" in page
    assert "0000000001" not in page
    assert "Làm ngay ba việc" in page
    check = session.scalars(select(StandCheck)).one()
    assert (check.result, check.other_masked, check.code_count) == (TWO_CODES, "…0001", 2)


def test_a_sticker_over_the_code_pays_somebody_else(phone: Browser) -> None:
    photo = stand_photo(HER, vietqr.encode(THIEF), hides=True)
    page = phone.get(phone.post("/qr/check", photo=upload(photo)).location).text  # type: ignore[arg-type]
    assert "KHÔNG về tài khoản đã lưu" in page


def test_a_photo_without_a_code_says_how_to_take_a_better_one(phone: Browser) -> None:
    page = phone.get(phone.post("/qr/check", photo=upload(empty_table())).location).text  # type: ignore[arg-type]
    assert "Chưa đọc được mã trong ảnh" in page
    assert "Chụp sao cho đọc được" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x" * 5_000, "không phải ảnh"),
        (stand_photo(HER)[:4_000], "bị hỏng"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x06\0\0\0", ""),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(
    phone: Browser, session: Session, content: bytes, sentence: str
) -> None:
    answer = phone.post("/qr/check", photo=upload(content))  # type: ignore[arg-type]
    assert answer.status_code == 422
    (said,) = errors(answer)
    assert sentence in said
    assert not session.scalars(select(StandCheck)).all()


def test_the_photo_is_not_kept(phone: Browser, files: Files) -> None:
    phone.post("/qr/check", photo=upload(stand_photo(HER)))  # type: ignore[arg-type]
    assert not [path for path in files.root.rglob("*") if path.is_file()]


def test_an_empty_file_and_no_file_are_asked_for_again(phone: Browser) -> None:
    assert errors(phone.post("/qr/check")) == ["Chụp hoặc chọn ảnh bảng mã đang dán."]
    with pytest.raises(PhotoRefused):
        look_at(b"")


def test_sending_the_same_photo_twice_keeps_one_check(phone: Browser, session: Session) -> None:
    photo = stand_photo(HER)
    key = uuid4().hex
    answers = [phone.post("/qr/check", photo=upload(photo), _key=key) for _ in range(2)]  # type: ignore[arg-type]
    assert answers[0].location == answers[1].location
    assert len(session.scalars(select(StandCheck)).all()) == 1


def test_the_interval_is_chosen_on_its_page(phone: Browser, session: Session, shop: Shop) -> None:
    assert errors(phone.post("/qr/check/how-often", days="8"))
    phone.post("/qr/check/how-often", days="7")
    assert checks.days_between_checks(session, shop) == 7


def test_a_stand_of_an_ended_account_is_named_old(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    end_account(session, shop, account, now=NOW)
    page = phone.get(phone.post("/qr/check", photo=upload(stand_photo(HER))).location).text  # type: ignore[arg-type]
    assert "đã thôi dùng" in page


def test_a_neighbour_sees_no_check_of_hers(app: Flask, session: Session, shop: Shop) -> None:
    check = note_check(session, shop, Judgement(PAYS_OTHER, 1), now=NOW)
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert neighbour.get(f"/qr/checks/{check.id}").status_code == 404


def trainer_of(app: Flask, session: Session, code: str = make.HOANG_LOC) -> Browser:
    return make.phone(app, session, make.staff(session, TRAINER, code))


def test_a_trainer_checks_on_a_visit(
    app: Flask, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    trainer = trainer_of(app, session)
    photo = upload(stand_photo(HER, vietqr.encode(THIEF)))
    answer = trainer.post(f"/shops/{shop.id}/sticker", photo=photo)  # type: ignore[arg-type]
    page = trainer.get(answer.location).text
    assert "Có hai mã" in page
    assert PAYEE.number not in page
    stall = trainer.get(f"/shops/{shop.id}/stall").text
    assert "Hai mã, một mã của người khác" in stall
    assert "…5678" in stall
    assert PAYEE.number not in stall
    assert PAYEE.holder not in stall
    check = session.scalars(select(StandCheck)).one()
    assert check.is_visit
    hers = make.phone(app, session, make.owner_of(session, shop))
    assert "Cán bộ hướng dẫn chụp tại quầy" in hers.get(f"/qr/checks/{check.id}").text


def test_a_trainer_of_elsewhere_and_one_without_consent_find_nothing(
    app: Flask, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    silent = make.shop(session, agrees=False)
    for visited, code in ((shop, make.NEXT_DOOR), (silent, make.HOANG_LOC)):
        trainer = trainer_of(app, session, code)
        for end in ("stall", "sticker", f"stall/{account.id}/name", f"stall/{account.id}/code.png"):
            assert trainer.get(f"/shops/{visited.id}/{end}").status_code == 404, end


def test_a_trainer_sees_the_name_only_with_the_seller_beside_her(
    app: Flask, session: Session, shop: Shop, account: PaymentAccount, clock: StandingClock
) -> None:
    trainer = trainer_of(app, session)
    path = f"/shops/{shop.id}/stall/{account.id}/name"
    assert trainer.get(path).location == "/shops/beside"
    assert trainer.get(f"/shops/{shop.id}/stall/{account.id}/code.png").status_code == 404
    trainer.post("/shops/beside", phone="0900000601")
    assert "1012" in trainer.get(path).text
    assert errors(trainer.post(path, shown_name="Tran Van Khac"))
    assert not account.is_checked
    assert trainer.post(path, shown_name="Nguyễn Thị Mẫu").status_code == 303
    assert account.is_checked
    entry = entries_of(session, [account.id])[0]
    assert (entry.event, entry.evidence) == ("payment_account.name_seen", "TV")
    words = "Đã kiểm tra tên ngày 22/11/2026, cán bộ hướng dẫn xem"
    hers = make.phone(app, session, make.owner_of(session, shop))
    assert words in trainer.get(f"/shops/{shop.id}/stall").text
    assert words in hers.get(f"/qr/{account.id}").text


def test_her_own_look_is_told_by_herself(
    session: Session, shop: Shop, account: PaymentAccount
) -> None:
    make.acting(session, make.owner_of(session, shop))
    confirm_name(session, account, shown_name=PAYEE.holder, now=NOW)
    assert entries_of(session, [account.id])[0].evidence == "SD"


def test_whose_account_it_was_is_forgotten_in_time(session: Session, shop: Shop) -> None:
    judgement = Judgement(PAYS_OTHER, 1, None, (), "970422", "…0001", "TRAN VAN KHAC")
    check = note_check(session, shop, judgement, now=NOW)
    forget_strangers(session, now=NOW + timedelta(days=179))
    session.refresh(check)
    assert check.other_name == "TRAN VAN KHAC"
    forget_strangers(session, now=NOW + timedelta(days=181))
    session.refresh(check)
    assert (check.other_bin, check.other_masked, check.other_name) == ("", "", "")
    assert check.result == PAYS_OTHER


@pytest.mark.parametrize("result", [PAYS_OTHER, TWO_CODES])
def test_a_strange_code_is_told_until_a_good_look(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount, result: str
) -> None:
    title = "Bảng mã ở quầy có mã của người khác"
    pages = ("/", "/qr/stands", f"/qr/{account.id}")
    print_stand(session, account, format="a5", language="vi", now=NOW - timedelta(days=40))
    note_check(session, shop, Judgement(result, 1), now=NOW)
    note_check(session, shop, Judgement(UNREADABLE), now=NOW + timedelta(minutes=1))
    session.flush()
    assert checks.is_check_due(session, shop, NOW)
    for page in pages:
        shown = phone.get(page).text
        assert title in shown
        assert 'class="note bad"' in shown
    note_check(session, shop, Judgement(PAYS_YOU, 1, account.id), now=NOW + timedelta(minutes=2))
    session.flush()
    assert not checks.is_check_due(session, shop, NOW)
    for page in pages:
        assert title not in phone.get(page).text


def test_her_code_beside_another_that_is_no_payment_is_amber(
    phone: Browser, session: Session, shop: Shop, account: PaymentAccount
) -> None:
    told = Judgement(PAYS_YOU, 2, account.id, ("another_code",))
    check = note_check(session, shop, told, now=NOW)
    session.flush()
    page = phone.get(f"/qr/checks/{check.id}").text
    assert 'class="verdict wait"' in page
    assert 'class="note wait"' in page
