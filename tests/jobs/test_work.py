"""What a job promises, whoever carries it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopkit.db.base import new_id
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.errors import NotFound, Refusal
from shopkit.jobs import actions, bell, queries, work
from shopkit.jobs.models import DONE, FAILED, QUEUED, RUNNING, Job
from shopkit.jobs.registry import Registry
from shopkit.jobs.work import Bench
from shopkit.journal import write as journal
from shopkit.journal.models import JournalEntry
from shopkit.scope import SELLER, SHOP, Role, Who
from tests.conftest import NOW

Enqueue = Callable[..., Job]


class PaperOut(Refusal):
    """A refusal of the kind that a feature raises."""


@pytest.fixture
def registry() -> Registry:
    return Registry()


@pytest.fixture
def bench(database: Database, files: Files, registry: Registry) -> Bench:
    return Bench(database, files, registry)


@pytest.fixture
def enqueue(database: Database) -> Enqueue:
    def ask(kind: str = "count", **given: object) -> Job:
        values = {"owner_id": None, "now": NOW} | given
        record_id = values.pop("record_id", None) or new_id()
        with database.writing() as session:
            return actions.enqueue(session, kind, record_id, **values)  # type: ignore[arg-type]  # values of a test

    return ask


def row(database: Database, job_id: UUID) -> Job:
    with database.reading() as session:
        return session.get_one(Job, job_id)


def entries(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def three(_session: Session, _record_id: UUID) -> int:
    return 3


def note(session: Session, record_id: UUID, n: int, _made: object) -> None:
    """Each kept step leaves one line in the journal, which can be counted."""
    job = session.scalars(select(Job).where(Job.record_id == record_id)).first()
    assert job
    journal.write(session, job, f"step.{n}", now=NOW)


def test_a_job_goes_through_its_steps_and_ends(
    bench: Bench, registry: Registry, enqueue: Enqueue, clock: object
) -> None:
    seen: list[tuple[int, object]] = []
    finished: list[UUID] = []
    registry.register(
        "count",
        steps=three,
        make=lambda _session, files, _id, n: files.put(f"part {n}".encode()),
        keep=lambda _session, _id, n, made: seen.append((n, made)),
        finish=lambda _session, record_id: finished.append(record_id),
    )
    job = enqueue()
    work.do_all(bench, job.id)
    ended = row(bench.database, job.id)
    assert (ended.state, ended.done, ended.total, ended.finished_at) == (DONE, 3, 3, NOW)
    assert [n for n, _ in seen] == [0, 1, 2]
    assert [bench.files.read(str(made)) for _, made in seen] == [b"part 0", b"part 1", b"part 2"]
    assert finished == [job.record_id]


def test_progress_and_the_work_of_a_step_are_kept_together_or_not_at_all(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    def keep(session: Session, record_id: UUID, n: int, made: object) -> None:
        note(session, record_id, n, made)
        session.flush()
        if n == 1:
            raise ConnectionError("the power went")

    registry.register("count", steps=three, keep=keep)
    job = enqueue()
    with pytest.raises(ConnectionError):
        work.do_all(bench, job.id)
    assert row(bench.database, job.id).done == 1
    assert entries(bench.database) == 1


def test_a_step_that_somebody_else_has_done_meanwhile_is_not_done_again(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    late = True

    def make(_session: Session, _files: Files, _record_id: UUID, _n: int) -> None:
        """While the first worker sleeps over its step, a second one does it."""
        nonlocal late
        if late:
            late = False
            assert work.do_next_step(bench, job.id)

    registry.register("count", steps=three, make=make, keep=note)
    job = enqueue()
    work.do_all(bench, job.id)
    assert row(bench.database, job.id).state == DONE
    assert entries(bench.database) == 3


def test_a_job_without_steps_only_finishes(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    registry.register("count", steps=lambda _session, _id: 0, keep=note)
    job = enqueue()
    work.do_all(bench, job.id)
    assert row(bench.database, job.id).state == DONE


def test_a_refusal_ends_the_job_by_its_name_and_keeps_nothing_of_the_step(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    def keep(session: Session, record_id: UUID, n: int, made: object) -> None:
        note(session, record_id, n, made)
        if n == 1:
            raise PaperOut

    registry.register("count", steps=three, keep=keep)
    job = enqueue()
    work.do_all(bench, job.id)
    ended = row(bench.database, job.id)
    assert (ended.state, ended.failure, ended.done) == (FAILED, "PaperOut", 1)
    assert entries(bench.database) == 1


def test_a_refusal_while_making_ends_the_job(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    def make(_session: Session, _files: Files, _record_id: UUID, _n: int) -> None:
        raise PaperOut

    registry.register("count", steps=three, make=make, keep=note)
    job = enqueue()
    work.do_all(bench, job.id)
    assert row(bench.database, job.id).failure == "PaperOut"


def test_a_refusal_while_counting_the_steps_ends_the_job(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    def steps(_session: Session, _record_id: UUID) -> int:
        raise PaperOut

    registry.register("count", steps=steps, keep=note)
    job = enqueue()
    work.do_all(bench, job.id)
    assert row(bench.database, job.id).failure == "PaperOut"


def test_a_kind_that_nobody_knows_fails_and_says_so(bench: Bench, enqueue: Enqueue) -> None:
    job = enqueue(kind="of_another_version")
    work.do_all(bench, job.id)
    assert row(bench.database, job.id).failure == work.UNKNOWN


def test_two_kinds_cannot_share_a_name(registry: Registry) -> None:
    registry.register("count", steps=three, keep=note)
    with pytest.raises(ValueError, match="count"):
        registry.register("count", steps=three, keep=note)


def test_a_step_that_kills_its_process_each_time_is_given_up(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    registry.register("count", steps=three, keep=note)
    job = enqueue()
    starts = [work.start(bench, job.id) for _ in range(work.MOST_STARTS + 1)]
    assert starts == [True] * work.MOST_STARTS + [False]
    assert row(bench.database, job.id).failure == work.STUCK


def test_a_job_that_moves_on_is_not_given_up_however_often_it_is_started(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    registry.register("count", steps=lambda _session, _id: 20, keep=note)
    job = enqueue()
    for _ in range(20):
        assert work.start(bench, job.id)
        assert work.do_next_step(bench, job.id)
    assert row(bench.database, job.id).state == RUNNING


def test_a_failed_job_goes_on_where_it_stopped_when_begun_again(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    has_paper = False

    def keep(session: Session, record_id: UUID, n: int, made: object) -> None:
        if n == 1 and not has_paper:
            raise PaperOut
        note(session, record_id, n, made)

    registry.register("count", steps=three, keep=keep)
    job = enqueue()
    work.do_all(bench, job.id)
    has_paper = True
    with bench.database.writing() as session:
        again = session.get_one(Job, job.id)
        actions.begin_again(session, again)
        assert (again.state, again.done, again.workflow_id) == (QUEUED, 1, f"{job.id}.1")
    work.do_all(bench, job.id)
    ended = row(bench.database, job.id)
    assert (ended.state, ended.failure, ended.done) == (DONE, "", 3)
    assert entries(bench.database) == 3


def test_only_a_failed_job_is_begun_again(bench: Bench, enqueue: Enqueue) -> None:
    job = enqueue()
    with pytest.raises(actions.JobNotFailed), bench.database.writing() as session:
        actions.begin_again(session, session.get_one(Job, job.id))


def test_a_finished_job_is_not_started(bench: Bench, registry: Registry, enqueue: Enqueue) -> None:
    registry.register("count", steps=three, keep=note)
    job = enqueue()
    work.do_all(bench, job.id)
    assert work.start(bench, job.id) is False
    work.fail(bench, job.id, work.BROKEN)
    assert row(bench.database, job.id).state == DONE


def test_what_a_job_does_is_journalled_for_the_one_who_asked(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    owner = uuid4()
    registry.register("count", steps=lambda _session, _id: 1, keep=note)
    work.do_all(bench, enqueue(owner_id=owner).id)
    with bench.database.reading() as session:
        assert session.scalars(select(JournalEntry.actor_id)).all() == [owner]


def test_asking_twice_for_unfinished_work_is_one_job(
    bench: Bench, registry: Registry, enqueue: Enqueue
) -> None:
    registry.register("count", steps=three, keep=note)
    record_id = uuid4()
    first = enqueue(record_id=record_id)
    assert enqueue(record_id=record_id).id == first.id
    assert enqueue(kind="other", record_id=record_id).id != first.id
    work.do_all(bench, first.id)
    assert enqueue(record_id=record_id).id != first.id


def test_the_database_itself_refuses_a_second_unfinished_job(
    database: Database, enqueue: Enqueue
) -> None:
    job = enqueue()
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Job(kind=job.kind, record_id=job.record_id, made_at=NOW))


def test_a_shop_asks_only_so_often_a_day_and_again_after_midnight_in_vietnam(
    enqueue: Enqueue,
) -> None:
    shop, other = uuid4(), uuid4()
    for _ in range(2):
        enqueue(shop_id=shop, a_day=2)
    with pytest.raises(actions.TooManyToday) as refused:
        enqueue(shop_id=shop, a_day=2)
    assert refused.value.limit == 2
    enqueue(shop_id=other, a_day=2)
    late_evening = NOW.replace(hour=16, minute=59)
    with pytest.raises(actions.TooManyToday):
        enqueue(shop_id=shop, a_day=2, now=late_evening)
    enqueue(shop_id=shop, a_day=2, now=late_evening + timedelta(minutes=1))


def test_the_bell_rings_after_the_commit_and_not_after_a_rollback(database: Database) -> None:
    def ask_and_fail() -> None:
        with database.writing() as session:
            actions.enqueue(session, "count", uuid4(), owner_id=None, now=NOW)
            raise PaperOut

    bell.rung.clear()
    with pytest.raises(PaperOut):
        ask_and_fail()
    assert not bell.rung.is_set()
    with database.writing() as session:
        actions.enqueue(session, "count", uuid4(), owner_id=None, now=NOW)
        assert not bell.rung.is_set()
    assert bell.rung.is_set()


def test_a_job_is_seen_by_its_owner_and_her_shop_and_by_nobody_else(
    database: Database, enqueue: Enqueue
) -> None:
    owner, shop = uuid4(), uuid4()
    job = enqueue(owner_id=owner, shop_id=shop)
    daughter = Who(uuid4(), "", roles=(Role(SELLER, SHOP, str(shop)),))
    neighbour = Who(uuid4(), "", roles=(Role(SELLER, SHOP, str(uuid4())),))
    with database.reading() as session:
        assert queries.job(session, Who(owner, ""), job.id).id == job.id
        assert queries.job(session, daughter, job.id).id == job.id
        for stranger in (neighbour, Who(uuid4(), "")):
            with pytest.raises(NotFound):
                queries.job(session, stranger, job.id)


def test_a_job_of_nobody_is_seen_by_nobody(database: Database, enqueue: Enqueue) -> None:
    job = enqueue()
    with database.reading() as session, pytest.raises(NotFound):
        queries.job(session, Who(uuid4(), ""), job.id)


def test_the_newest_job_for_a_record_is_found(database: Database, enqueue: Enqueue) -> None:
    job = enqueue()
    with database.reading() as session:
        found = queries.latest_job_or_none(session, "count", job.record_id)
        assert found is not None
        assert found.id == job.id
        assert queries.latest_job_or_none(session, "count", uuid4()) is None
