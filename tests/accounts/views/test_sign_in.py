import statistics
import threading
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import end_role, sign_up
from shopkit.accounts.actions.sign_ins import note_failure
from shopkit.accounts.models import Account, Attempt, Notice, SignIn
from shopkit.accounts.rules.hashing import token_hash
from shopkit.scope import COMMUNE, OFFICER
from tests.accounts.browser import PASSWORD, PIN, Browser, errors
from tests.conftest import StandingClock

OpenBrowser = Callable[..., Browser]


def test_a_seller_signs_in_with_phone_and_pin_and_goes_where_she_was_going(
    browser: Browser, mau: Account
) -> None:
    asked = browser.get("/me")
    assert (asked.status_code, asked.location) == (303, "/sign-in?next=/me")

    answer = browser.sign_in(phone="0900 000 011", secret="730 164")

    assert (answer.status_code, answer.location) == (303, "/me")
    assert "Nguyễn Thị Mẫu" in browser.get("/me").text


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser, mau: Account) -> None:
    cookie = browser.sign_in().headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_only_the_hash_of_the_token_is_kept(
    browser: Browser, mau: Account, session: Session
) -> None:
    browser.sign_in()

    kept = session.scalars(select(SignIn)).one()
    assert browser.key is not None
    assert kept.token_hash == token_hash(browser.key)
    assert browser.key not in (kept.device, str(kept.id))


def test_an_unknown_phone_and_a_wrong_pin_get_the_same_answer(
    browser: Browser, mau: Account
) -> None:
    wrong, unknown = browser.sign_in(secret="506938"), browser.sign_in(phone="0900000099")

    assert wrong.status_code == unknown.status_code == 422
    assert errors(wrong) == errors(unknown)
    assert errors(wrong) == ["Số điện thoại và mã không khớp. Kiểm tra cả hai rồi nhập lại."]


def test_an_unknown_phone_takes_as_long_as_a_known_one(
    open_browser: OpenBrowser, mau: Account, session: Session, clock: StandingClock
) -> None:
    browser = open_browser()

    def seconds(phone: str) -> float:
        began = time.thread_time()
        browser.sign_in(phone=phone, secret="506938")
        return time.thread_time() - began

    for phone in ("0900000098", "0900000011"):
        seconds(phone)
    known, unknown = [], []
    for _round in range(12):
        clock.forward(days=2)
        known.append(seconds("0900000011"))
        unknown.append(seconds("0900000099"))
    ratio = statistics.median(known) / statistics.median(unknown)

    assert 0.7 < ratio < 1.3


def test_the_sixth_wrong_pin_delays_even_the_right_one_but_no_other_phone(
    browser: Browser, mau: Account, session: Session, clock: StandingClock
) -> None:
    sign_up(session, phone="+84900000013", name="Lê Văn Thử", pin="874120", now=clock.at)
    for _try in range(6):
        assert "không khớp" in browser.sign_in(secret="506938").text

    delayed = browser.sign_in()
    assert errors(delayed) == ["Đã thử sai nhiều lần. Đợi 1 giây rồi thử lại."]
    assert browser.sign_in(phone="0900000013", secret="874120").status_code == 303

    clock.forward(seconds=1)
    assert browser.sign_in().status_code == 303


def test_the_delay_grows_to_a_minute_and_never_beyond(
    browser: Browser, mau: Account, clock: StandingClock
) -> None:
    for _try in range(30):
        browser.sign_in(secret="506938")
        clock.forward(seconds=60)
    clock.forward(seconds=-60)

    assert errors(browser.sign_in()) == ["Đã thử sai nhiều lần. Đợi 60 giây rồi thử lại."]
    clock.forward(seconds=60)
    assert browser.sign_in().status_code == 303


def test_a_try_during_the_delay_neither_counts_nor_reaches_the_hash(
    browser: Browser, mau: Account, session: Session
) -> None:
    for _try in range(20):
        browser.sign_in(secret="506938")

    tries = select(func.count()).select_from(Attempt).where(Attempt.key == "phone:+84900000011")
    assert session.scalar(tries) == 6


def test_signing_in_forgets_the_failures_of_the_phone(
    browser: Browser, mau: Account, session: Session
) -> None:
    for _try in range(5):
        browser.sign_in(secret="506938")
    browser.sign_in()
    browser.post("/sign-out")

    assert "không khớp" in browser.sign_in(secret="506938").text


def test_a_failure_outlives_the_refused_request_and_its_owner_hears_of_many(
    browser: Browser, mau: Account, session: Session, clock: StandingClock
) -> None:
    for _try in range(11):
        browser.sign_in(secret="506938")
        clock.forward(minutes=1)

    notices = session.scalars(select(Notice.kind).where(Notice.account_id == mau.id)).all()
    assert notices == ["sign_in.guessed"]


def test_thirty_phones_behind_one_address_get_in_while_a_guesser_is_delayed(
    open_browser: OpenBrowser, session: Session, clock: StandingClock
) -> None:
    for number in range(30):
        sign_up(session, phone=f"+849000001{number:02}", name="Mẫu", pin=PIN, now=clock.at)
    guesser = open_browser("203.0.113.9")
    for _try in range(12):
        guesser.sign_in(phone="0900000100", secret="506938")

    assert "Đợi" in guesser.sign_in(phone="0900000100", secret="506939").text
    for number in range(1, 30):
        phone = f"+849000001{number:02}"
        for _slip in range(3):
            note_failure(session, phone=phone, address="203.0.113.9", now=clock.at)
        assert open_browser("203.0.113.9").sign_in(phone=phone).status_code == 303


def test_many_phones_from_one_address_with_one_guess_each_are_slowed_down(
    open_browser: OpenBrowser, mau: Account, session: Session, clock: StandingClock
) -> None:
    guesser, neighbour = open_browser("203.0.113.9"), open_browser("203.0.113.10")
    for number in range(119):
        phone = f"+84900002{number:03}"
        note_failure(session, phone=phone, address="203.0.113.9", now=clock.at)

    answers = [guesser.sign_in(phone=f"0900003{n:03}", secret="506938").text for n in range(81)]

    assert ["không khớp" in answer for answer in answers] == [True] * 2 + [False] * 79
    assert "Đợi 1 giây" in guesser.sign_in().text
    assert neighbour.sign_in().status_code == 303


def test_guesses_sent_all_at_once_are_not_all_heard(
    app: Flask, mau: Account, session: Session
) -> None:
    browsers = [Browser(app, session) for _ in range(8)]
    for _try in range(5):
        browsers[0].sign_in(secret="506938")
    tokens = [browser.client.get("/api/csrf").get_json()["token"] for browser in browsers]
    session.commit()
    answers: list[str] = []
    start = threading.Barrier(8)

    def guess(browser: Browser, token: str) -> None:
        start.wait(10)
        fields = {"csrf_token": token, "phone": "0900000011", "secret": "506938"}
        answers.append(browser.client.post("/sign-in", data=fields).text)

    threads = [
        threading.Thread(target=guess, args=pair) for pair in zip(browsers, tokens, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(answers) == 8
    assert sum("không khớp" in answer for answer in answers) == 1


def test_the_token_changes_at_every_sign_in_and_the_old_one_ends(
    browser: Browser, mau: Account, session: Session
) -> None:
    browser.client.set_cookie("key", "chosen-by-somebody-else")
    browser.sign_in()
    first = browser.key
    assert first not in (None, "chosen-by-somebody-else")

    browser.post("/sign-in", phone="0900000011", secret=PIN)

    assert browser.key != first
    open_ones = session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()
    assert [one.token_hash for one in open_ones] == [token_hash(browser.key or "")]


def test_the_cookie_of_a_signed_out_phone_opens_nothing(browser: Browser, mau: Account) -> None:
    browser.sign_in()
    stolen = browser.key or ""
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.key is None

    browser.client.set_cookie("key", stolen)

    assert not browser.is_in()


def test_signing_out_twice_and_by_a_stranger_is_harmless(browser: Browser) -> None:
    assert browser.post("/sign-out").status_code == 303
    assert browser.post("/sign-out").status_code == 303


def test_a_cookie_with_one_letter_changed_leads_to_sign_in(browser: Browser, mau: Account) -> None:
    browser.sign_in()
    token = browser.key or ""
    other = "a" if token[0] != "a" else "b"
    for broken in (other + token[1:], token[:-1], "", "x" * 4000, "khóa"):
        browser.client.set_cookie("key", broken)
        assert browser.get("/me").location == "/sign-in?next=/me"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "https://evil.example/",
    ],
)
def test_signing_in_never_leads_to_another_site(browser: Browser, mau: Account, path: str) -> None:
    assert browser.sign_in(after=path).location == "/"


@pytest.mark.parametrize(
    ("page", "onward"),
    [
        ("http://localhost/sales/quick/other?from=pad", "/sales/quick/other?from%3Dpad"),
        ("http://evil.example/me", None),
        ("", None),
    ],
)
def test_who_signed_out_while_a_form_stood_open_goes_on_at_that_page(
    browser: Browser, mau: Account, page: str, onward: str | None
) -> None:
    browser.environ["HTTP_REFERER"] = page
    answer = browser.post("/products/add", title="Mắm")
    assert answer.location == ("/sign-in" if onward is None else f"/sign-in?next={onward}")


def test_who_is_signed_in_is_not_asked_again(browser: Browser, mau: Account) -> None:
    browser.sign_in()

    assert browser.get("/sign-in?next=/me").location == "/me"


def test_a_pin_is_never_written_into_the_page_again(browser: Browser, mau: Account) -> None:
    answer = browser.sign_in(secret="506938")

    assert "506938" not in answer.text
    assert "0900 000 011" in answer.text


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({}, ["Nhập số điện thoại.", "Nhập mã PIN."]),
        (
            {"phone": "12", "secret": PIN},
            ["Nhập số điện thoại 10 số, ví dụ 0912 345 678."],
        ),
        (
            {"phone": "0900000011", "secret": "x" * 129},
            ["Nhập ngắn hơn: tối đa 128 ký tự, đang có 129."],
        ),
        (
            {"phone": "0900000011", "secret": "\x0073"},
            ["Xóa hết chữ trong ô này rồi gõ lại bằng tay."],
        ),
    ],
)
def test_what_cannot_be_a_sign_in_gets_a_sentence_and_counts_as_no_try(
    browser: Browser, session: Session, fields: dict[str, str], sentences: list[str]
) -> None:
    answer = browser.post("/sign-in", **fields)

    assert answer.status_code == 422
    assert errors(answer) == sentences
    assert session.scalars(select(Attempt)).all() == []


def test_a_form_without_its_token_changes_nothing(browser: Browser, mau: Account) -> None:
    fields = {"phone": "0900000011", "secret": PIN}
    browser.session.commit()

    assert browser.client.post("/sign-in", data=fields).status_code == 400
    assert browser.key is None


def test_a_sign_in_ends_when_idle_and_after_its_longest_time(
    browser: Browser, mau: Account, clock: StandingClock
) -> None:
    browser.sign_in()
    for _week in range(12):
        clock.forward(days=7)
        assert browser.is_in()
    clock.forward(days=6)
    assert not browser.is_in()

    browser.sign_in()
    clock.forward(days=14)
    assert not browser.is_in()


def test_staff_are_signed_out_after_eight_idle_hours(
    browser: Browser, thu: Account, clock: StandingClock
) -> None:
    browser.sign_in(phone="0900000012", secret=PASSWORD)
    clock.forward(hours=7)
    assert browser.is_in()
    clock.forward(hours=8)
    assert not browser.is_in()


def test_being_seen_is_written_at_most_every_hour(
    browser: Browser, mau: Account, session: Session, clock: StandingClock
) -> None:
    browser.sign_in()
    opened_at = clock.at
    clock.forward(minutes=59)
    browser.get("/me")
    assert session.scalars(select(SignIn.seen_at)).one() == opened_at

    clock.forward(minutes=1)
    browser.get("/me")
    assert session.scalars(select(SignIn.seen_at)).one() == clock.at


def test_an_officer_whose_role_ended_is_out_at_the_next_page(
    browser: Browser, thu: Account, session: Session, clock: StandingClock
) -> None:
    browser.sign_in(phone="0900000012", secret=PASSWORD)
    assert browser.is_in()

    end_role(session, thu, role=OFFICER, scope_kind=COMMUNE, scope_code="15961", now=clock.at)

    assert not browser.is_in()


def test_fields_nobody_asked_for_are_ignored(
    browser: Browser, mau: Account, session: Session
) -> None:
    browser.post("/sign-in", phone="0900000011", secret=PIN, role="operator", account_id="x")

    assert browser.get("/adoption").status_code == 404
    assert browser.is_in()


def test_staff_can_type_letters_on_their_page(browser: Browser, thu: Account) -> None:
    assert 'inputmode="numeric"' in browser.get("/sign-in").text
    page = browser.get("/sign-in?letters=1").text
    assert 'inputmode="numeric"' not in page
    assert "Mật khẩu" in page

    wrong = browser.post("/sign-in?letters=1", phone="0900000012", secret="chín con mèo vàng")

    assert wrong.status_code == 422
    assert "chín con mèo vàng" not in wrong.text
