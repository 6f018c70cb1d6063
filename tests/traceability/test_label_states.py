"""What becomes of labels: where they may go, ranges, counts, and what is remembered of it."""

import re
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload.serials import grouped, new_code
from shopkit.db.files import Files
from shopkit.errors import NotFound
from shopkit.jobs import work
from shopkit.jobs.work import Bench
from shopkit.journal.write import entries_of
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions import states
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelMark, LabelRun
from shopkit.traceability.queries.labels import label_state_or_none, states_of
from shopkit.traceability.queries.ranges import AcrossRuns, BatchCode, labels_between
from shopkit.traceability.rules.ranges import Span, SpanOutside, span_over, spans_of
from shopkit.traceability.rules.states import (
    ACTIVE,
    GENERATED,
    LOT,
    PRINTED,
    SOLD,
    STATES,
    VOID,
    MoveForbidden,
    may_move,
)
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW
from tests.journeys import papers


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


@pytest.fixture
def run(session: Session, bench: Bench, shop: Shop) -> LabelRun:
    return finished(session, bench, shop)


def finished(
    session: Session, bench: Bench, shop: Shop, count: int = 42, **more: object
) -> LabelRun:
    made, job = make.label_run(session, make.batch(session, shop), count, **more)
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    return session.get_one(LabelRun, made.id)


def code_at(session: Session, run: LabelRun, position: int) -> str:
    found = session.scalar(
        select(Label.code).where(Label.run_id == run.id, Label.position == position)
    )
    assert found
    return found


def test_a_label_goes_forward_only_and_void_is_the_end() -> None:
    allowed = {(one, other) for one in STATES for other in STATES if may_move(one, other)}
    assert allowed == {
        (GENERATED, PRINTED),
        (GENERATED, ACTIVE),
        (GENERATED, VOID),
        (PRINTED, ACTIVE),
        (PRINTED, VOID),
        (ACTIVE, SOLD),
        (ACTIVE, VOID),
        (SOLD, VOID),
    }


def test_positions_make_as_few_spans_as_can_be() -> None:
    assert spans_of([5, 3, 4, 9, 9]) == [Span(3, 5), Span(9, 9)]
    assert span_over([7, 2]) == Span(2, 7)
    assert len(Span(2, 7)) == 6


def test_a_range_comes_into_a_state_and_what_is_void_in_it_stays_void(
    session: Session, run: LabelRun
) -> None:
    states.mark_range(session, run, Span(5, 6), VOID, why="damaged", now=NOW)
    moved = states.mark_range(session, run, Span(0, 9), ACTIVE, now=NOW)
    assert (moved.count, moved.stayed) == (8, 2)
    assert states_of(session, run) == {ACTIVE: 8, VOID: 2, GENERATED: 32}
    assert states_of(session, run, Span(4, 7)) == {ACTIVE: 2, VOID: 2}
    marks = session.scalars(select(LabelMark).order_by(LabelMark.id)).all()
    assert [(one.first, one.last, one.state, one.why) for one in marks] == [
        (5, 6, VOID, "damaged"),
        (0, 4, ACTIVE, ""),
        (7, 9, ACTIVE, ""),
    ]
    assert [entry.event for entry in entries_of(session, [run.id])][:2] == [
        "labels.activated",
        "labels.voided",
    ]


@pytest.mark.parametrize("state", [GENERATED, PRINTED, SOLD])
def test_a_move_that_no_label_may_make_is_refused_and_leaves_no_mark(
    session: Session, run: LabelRun, state: str
) -> None:
    if state != SOLD:
        states.mark_range(session, run, Span(0, 41), ACTIVE, now=NOW)
    before = len(session.scalars(select(LabelMark)).all())
    with pytest.raises(MoveForbidden):
        states.mark_range(session, run, Span(0, 41), state, now=NOW)
    assert len(session.scalars(select(LabelMark)).all()) == before


def test_a_void_label_never_comes_back(session: Session, run: LabelRun) -> None:
    states.mark_range(session, run, Span(0, 41), VOID, now=NOW)
    for state in (PRINTED, ACTIVE, SOLD, VOID):
        with pytest.raises(MoveForbidden):
            states.mark_range(session, run, Span(0, 41), state, now=NOW)
    assert states_of(session, run) == {VOID: 42}


@pytest.mark.parametrize(("first", "last"), [(-1, 3), (0, 42), (7, 3)])
def test_a_range_outside_of_the_run_is_refused(
    session: Session, run: LabelRun, first: int, last: int
) -> None:
    with pytest.raises(SpanOutside):
        states.mark_range(session, run, Span(first, last), ACTIVE, now=NOW)


def test_a_lost_roll_loses_all_that_is_not_yet_active(session: Session, run: LabelRun) -> None:
    states.mark_range(session, run, Span(0, 9), ACTIVE, now=NOW)
    moved = states.void_the_lost(session, run, why="lost", now=NOW)
    assert moved.count == 32
    assert states_of(session, run) == {ACTIVE: 10, VOID: 32}


def test_labels_still_being_made_and_those_without_own_codes_have_no_states(
    session: Session, bench: Bench, shop: Shop
) -> None:
    waiting, _job = make.label_run(session, make.batch(session, shop))
    with pytest.raises(states.RunNotReady):
        states.mark_range(session, waiting, Span(0, 1), ACTIVE, now=NOW)
    session.commit()
    lot = finished(session, bench, shop, 10, level=LOT)
    with pytest.raises(states.NoOwnCodes):
        states.mark_range(session, lot, Span(0, 1), ACTIVE, now=NOW)


def use(session: Session, run: LabelRun, printed: int, spoiled: int, affixed: int) -> None:
    states.record_use(
        session, run, printed=printed, spoiled=spoiled, affixed=affixed, affixed_on=None, now=NOW
    )


def test_what_is_used_and_spoiled_is_never_more_than_was_printed(
    session: Session, run: LabelRun
) -> None:
    use(session, run, 40, 5, 35)
    assert states_of(session, run) == {PRINTED: 40, GENERATED: 2}
    assert (run.printed_at, run.affixed_on) == (NOW, NOW.date())
    events = [entry.event for entry in entries_of(session, [run.id])]
    assert set(events[:2]) == {"labels.printed", "labels.affixed"}
    with pytest.raises(states.CountsTooHigh):
        use(session, run, 43, 0, 0)
    with pytest.raises(states.CountsTooHigh):
        use(session, run, 40, 5, 36)
    assert (run.printed_count, run.spoiled_count, run.affixed_count) == (40, 5, 35)


def test_the_journal_of_labels_holds_totals_of_a_run_and_no_code(
    session: Session, run: LabelRun
) -> None:
    """The figure of labels put on goods is read from the journal, so the totals stand there."""
    use(session, run, 40, 5, 35)
    states.mark_range(session, run, Span(0, 3), ACTIVE, now=NOW)
    told = {name for entry in entries_of(session, [run.id]) for name in entry.details or {}}
    assert told <= {"product", "count", "printed", "spoiled", "affixed", "affixed_on"}


def test_the_totals_follow_what_is_known_of_single_labels(session: Session, run: LabelRun) -> None:
    states.mark_range(session, run, Span(0, 19), ACTIVE, now=NOW)
    assert (run.printed_count, run.affixed_count, run.spoiled_count) == (20, 20, 0)
    states.mark_range(session, run, Span(18, 21), VOID, now=NOW)
    assert (run.affixed_count, run.spoiled_count) == (18, 4)
    with pytest.raises(states.SpoiledKnown):
        use(session, run, 42, 3, 20)
    use(session, run, 42, 4, 38)
    states.mark_range(session, run, Span(30, 33), VOID, now=NOW)
    assert (run.affixed_count, run.spoiled_count) == (34, 8)


def test_a_code_waits_for_activation_only_where_that_was_asked_for(
    session: Session, bench: Bench, shop: Shop, run: LabelRun
) -> None:
    plain = label_state_or_none(session, code_at(session, run, 0))
    assert plain
    assert plain.is_shown
    asked = finished(session, bench, shop, 5, needs_activation=True)
    code = code_at(session, asked, 3)
    waiting = label_state_or_none(session, code)
    assert waiting
    assert (waiting.is_shown, waiting.position, waiting.state) == (False, 3, GENERATED)
    states.mark_range(session, asked, Span(3, 3), ACTIVE, now=NOW)
    active = label_state_or_none(session, code)
    assert active
    assert active.is_shown
    states.mark_range(session, asked, Span(3, 4), VOID, now=NOW)
    void = label_state_or_none(session, code_at(session, asked, 4))
    assert void
    assert (void.is_shown, void.state) == (True, VOID)
    assert label_state_or_none(session, new_code()) is None


def test_a_buyer_finds_a_label_only_after_it_was_activated(
    app: Flask, session: Session, bench: Bench, shop: Shop, phone: Browser
) -> None:
    asked = finished(session, bench, shop, 5, needs_activation=True)
    code = code_at(session, asked, 3)
    buyer = make.phone(app, session)
    assert buyer.get(f"/T/{code}").status_code == 404
    phone.post(f"/label-runs/{asked.id}/activate?first=3&last=3")
    assert buyer.get(f"/T/{code}").status_code == 200
    assert buyer.get(f"/T/{code_at(session, asked, 2)}").status_code == 404


def test_two_codes_name_what_lies_between_them_in_either_order(
    session: Session, shop: Shop, run: LabelRun
) -> None:
    first, last = code_at(session, run, 4), code_at(session, run, 30)
    for codes in ((first, last), (last, first), (last, first, code_at(session, run, 7))):
        found = labels_between(session, shop, codes)
        assert (found.run.id, found.span) == (run.id, Span(4, 30))


def test_codes_of_others_of_batches_and_of_two_runs_name_nothing(
    session: Session, bench: Bench, shop: Shop, run: LabelRun
) -> None:
    mine = code_at(session, run, 0)
    theirs = finished(session, bench, make.shop(session), 3)
    for stranger in (code_at(session, theirs, 0), new_code()):
        with pytest.raises(NotFound):
            labels_between(session, shop, [mine, stranger])
    other = finished(session, bench, shop, 3)
    with pytest.raises(AcrossRuns):
        labels_between(session, shop, [mine, code_at(session, other, 0)])
    batch = make.batch(session, shop)
    with pytest.raises(BatchCode):
        labels_between(session, shop, [batch.trace_code])


def test_typed_codes_lead_to_the_range_and_the_range_is_confirmed(
    phone: Browser, session: Session, run: LabelRun
) -> None:
    first, last = code_at(session, run, 2), code_at(session, run, 11)
    typed = {"first": f"http://127.0.0.1:8000/T/{last}", "last": grouped(first).lower()}
    answer = phone.post("/labels/activate", **typed)
    assert answer.location == f"/label-runs/{run.id}/activate?first=2&last=11"
    page = phone.get(answer.location).text
    assert "Kích hoạt 10 tem?" in page
    assert grouped(first) in page
    assert grouped(last) in page
    done = phone.post(answer.location)
    assert done.location == f"/label-runs/{run.id}"
    assert "Đã kích hoạt 10 tem." in phone.get(done.location).text
    assert states_of(session, run) == {ACTIVE: 10, GENERATED: 32}
    again = phone.post(answer.location)
    assert "không có gì thay đổi" in phone.get(again.location).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Chụp tem đầu và tem cuối, hoặc gõ mã in trên tem."),
        (
            {"first": "7K3Q-X9MZ-P2B"},
            "Mã này gõ nhầm. Xem lại mã in trên tem, ví dụ 7K3Q-X9MZ-P2A.",
        ),
        (
            {"first": "7K3Q-X9MZ-P2A"},
            "Không tìm thấy mã này trong tem của cửa hàng. Xem lại mã.",
        ),
        ({"first": "x" * 300}, "Nhập ngắn hơn: tối đa 200 ký tự, đang có 300."),
    ],
)
def test_a_code_that_names_no_label_of_hers_says_what_to_do(
    phone: Browser, run: LabelRun, typed: dict[str, str], said: str
) -> None:
    assert run.ready_at
    answer = phone.post("/labels/activate", **typed)
    assert answer.status_code == 422
    assert said in errors(answer)


def test_a_photographed_sheet_names_its_labels(
    phone: Browser, session: Session, files: Files, run: LabelRun
) -> None:
    pdf = phone.get(f"/label-runs/{run.id}/tem-1.pdf").data
    sheet = papers.photographed(papers.pages_of(pdf, dpi=150, only=[0])[0], tilt_degrees=1)
    photo = BytesIO()
    sheet.save(photo, "JPEG")
    photo.seek(0)
    answer = phone.post("/labels/spoil", first_photo=(photo, "to.jpg"))  # type: ignore[arg-type]  # a file goes as a pair
    assert answer.location == f"/label-runs/{run.id}/spoil?first=0&last=20"
    page = phone.get(answer.location).text
    assert "Hủy 21 tem?" in page
    assert errors(phone.post(answer.location)) == ["Chọn một lý do."]
    assert phone.post(answer.location, why="misprinted").status_code == 303
    assert states_of(session, run) == {VOID: 21, GENERATED: 21}


def test_a_photo_without_a_code_says_how_to_take_a_better_one(phone: Browser) -> None:
    plain = BytesIO()
    make.picture()
    from_shot = make.picture().files
    plain.write(next(iter(from_shot.values())))
    plain.seek(0)
    answer = phone.post("/labels/activate", first_photo=(plain, "tem.jpg"))  # type: ignore[arg-type]  # a file goes as a pair
    assert errors(answer) == [
        "Không đọc được mã tem trong ảnh. Chụp gần hơn, đủ sáng, hoặc gõ mã in trên tem."
    ]


def test_a_file_that_is_no_photo_says_so(phone: Browser) -> None:
    answer = phone.post("/labels/activate", first_photo=(BytesIO(b"GIF?" * 9), "tem.jpg"))  # type: ignore[arg-type]  # a file goes as a pair
    assert answer.status_code == 422
    assert "không phải ảnh" in errors(answer)[0]


def test_a_lost_roll_is_one_page(phone: Browser, session: Session, run: LabelRun) -> None:
    phone.post(f"/label-runs/{run.id}/activate?first=0&last=9")
    page = phone.get(f"/label-runs/{run.id}/lose").text
    assert "Hủy 32 tem?" in page
    assert re.search(r"Đã kích hoạt: 10 tem, giữ nguyên", page)
    phone.post(f"/label-runs/{run.id}/lose")
    assert states_of(session, run) == {ACTIVE: 10, VOID: 32}
    assert "Không có tem nào" in phone.get(f"/label-runs/{run.id}/lose").text


@pytest.mark.parametrize("asked", ["first=-1&last=3", "first=0&last=42", "first=9&last=3"])
def test_an_address_that_names_no_labels_does_not_exist(
    phone: Browser, run: LabelRun, asked: str
) -> None:
    assert phone.get(f"/label-runs/{run.id}/activate?{asked}").status_code == 404
    assert phone.post(f"/label-runs/{run.id}/activate?{asked}").status_code == 404


def test_a_mark_names_only_the_labels_that_changed(session: Session, run: LabelRun) -> None:
    states.mark_range(session, run, Span(0, 9), ACTIVE, now=NOW)
    assert run.printed_count == 10
    states.record_use(
        session, run, printed=30, spoiled=0, affixed=10, affixed_on=NOW.date(), now=NOW
    )
    session.flush()
    marks = session.scalars(select(LabelMark).where(LabelMark.run_id == run.id)).all()
    assert {(one.first, one.last, one.state) for one in marks} == {
        (0, 9, ACTIVE),
        (10, 29, PRINTED),
    }
    assert states_of(session, run) == {ACTIVE: 10, PRINTED: 20, GENERATED: 12}
    assert run.printed_count == 30


def test_labels_of_a_recalled_batch_are_voided_only(
    session: Session, phone: Browser, run: LabelRun
) -> None:
    states.mark_range(session, run, Span(0, 1), ACTIVE, now=NOW)
    batch = session.get_one(Batch, run.batch_id)
    recall_batch(session, batch, reason="Hỏng", what_to_do="", reaches_on=False, now=NOW)
    session.commit()
    for deed in ("activate", "sell"):
        phone.post(f"/label-runs/{run.id}/{deed}?first=0&last=3")
        assert "Đợt này đang thu hồi" in phone.get(f"/label-runs/{run.id}").text
    session.expire_all()
    assert states_of(session, run) == {ACTIVE: 2, GENERATED: 40}
    assert states.mark_range(session, run, Span(0, 3), VOID, why="other", now=NOW).count == 4
