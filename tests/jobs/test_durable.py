"""Jobs outlive the process that does them; each test kills or stops a real one."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from shopkit.config import Config
from shopkit.db.engine import Database
from shopkit.jobs import actions, work
from shopkit.jobs.identity import claim_identity
from shopkit.jobs.models import DONE, FAILED, QUEUED, RUNNING, Job, JobWorker
from shopkit.journal.models import JournalEntry
from tests.jobs.carrier import STEPS

PATIENCE_S = 40.0
ROOT = Path(__file__).parents[2]


class Crew:
    """Starts carriers on one database, and looks at what they leave."""

    def __init__(self, database: Database, config: Config) -> None:
        self.database, self.config = database, config
        self.trace = config.data / "trace"
        self._all = ExitStack()

    def carrier(self, pause_s: float = 0.0) -> subprocess.Popen[bytes]:
        log = self._all.enter_context((self.config.data / "log").open("ab"))
        url = self.database.engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "tests.jobs.carrier", url, str(self.config.data)]
        process = subprocess.Popen([*command, str(pause_s)], cwd=ROOT, stderr=log)
        self._all.callback(self.end, process)
        return process

    @staticmethod
    def end(process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()

    def close(self) -> None:
        self._all.close()

    def ask(self, kind: str = "count", shop_id: UUID | None = None) -> UUID:
        with self.database.writing() as session:
            now = datetime.now(UTC)
            job = actions.enqueue(session, kind, uuid4(), owner_id=None, shop_id=shop_id, now=now)
            return job.id

    def job(self, job_id: UUID) -> Job:
        with self.database.reading() as session:
            return session.get_one(Job, job_id)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something, and show what the carriers said when it does not come."""
        end = time.monotonic() + PATIENCE_S
        while not is_so():
            if time.monotonic() > end:
                log, trace = (self.config.data / "log").read_text(), self.lines()
                pytest.fail(f"waited in vain; {trace[-5:]}\n{log[-6000:]}")
            time.sleep(0.02)

    def lines(self) -> list[str]:
        return self.trace.read_text().splitlines() if self.trace.exists() else []

    def begun(self) -> int:
        return sum(line.startswith("begin") for line in self.lines())

    def kept(self) -> Counter[str]:
        """How often each step left its line in the journal."""
        with self.database.reading() as session:
            rows = session.execute(select(JournalEntry.subject_id, JournalEntry.event))
            return Counter(f"{subject} {event}" for subject, event in rows)


@pytest.fixture
def crew(database: Database, config: Config) -> Iterator[Crew]:
    made = Crew(database, config)
    yield made
    made.close()


def test_a_job_killed_in_the_middle_goes_on_and_keeps_each_step_once(crew: Crew) -> None:
    job_id = crew.ask()
    carrier = crew.carrier(pause_s=0.1)
    crew.until(lambda: crew.begun() >= 5)
    crew.end(carrier)
    done_before = crew.job(job_id).done
    assert 0 < done_before < STEPS
    crew.carrier()
    crew.until(lambda: crew.job(job_id).state == DONE)
    assert list(crew.kept().values()) == [1] * STEPS
    begun = Counter(line for line in crew.lines() if line.startswith("begin"))
    assert sum(begun.values()) - STEPS <= 1, "only the step in flight is made again"


def test_a_stopped_process_ends_its_step_and_the_next_one_goes_on(crew: Crew) -> None:
    job_id = crew.ask()
    carrier = crew.carrier(pause_s=0.3)
    crew.until(lambda: crew.begun() >= 3)
    carrier.send_signal(signal.SIGTERM)
    assert carrier.wait(PATIENCE_S) == 0
    assert crew.job(job_id).state == RUNNING
    assert crew.job(job_id).done == crew.begun(), "the step in hand was kept"
    crew.carrier()
    crew.until(lambda: crew.job(job_id).state == DONE)
    assert crew.begun() == STEPS
    assert list(crew.kept().values()) == [1] * STEPS


def test_two_workers_share_the_work_and_one_shop_has_one_job_at_a_time(crew: Crew) -> None:
    shop = uuid4()
    ids = [crew.ask(shop_id=shop) for _ in range(3)]
    crew.carrier(pause_s=0.02)
    crew.carrier(pause_s=0.02)
    crew.until(lambda: all(crew.job(each).state == DONE for each in ids))
    assert set(crew.kept().values()) == {1}
    told = [line.split() for line in crew.lines() if not line.startswith("up")]
    for begin, end in zip(told[::2], told[1::2], strict=True):
        assert (begin[0], end[0], begin[1:]) == ("begin", "end", end[1:])


def test_a_step_that_fails_five_times_ends_its_job_and_no_other(crew: Crew) -> None:
    broken, sound = crew.ask("fall"), crew.ask()
    crew.carrier()
    crew.until(lambda: crew.job(broken).is_over and crew.job(sound).is_over)
    ended = crew.job(broken)
    assert (ended.state, ended.failure, ended.done) == (FAILED, work.BROKEN, 0)
    tried = [line for line in crew.lines() if line == f"begin {ended.record_id} 0"]
    assert len(tried) == 5
    assert "the printer is not there" in (crew.config.data / "log").read_text()
    assert crew.job(sound).state == DONE


def test_a_job_waits_for_a_store_that_is_away_longer_than_any_failure_is_borne(crew: Crew) -> None:
    job_id = crew.ask("wait")
    crew.carrier()
    crew.until(lambda: crew.begun() > 5 * work.MOST_STARTS)
    assert crew.job(job_id).state in (QUEUED, RUNNING)
    (crew.config.data / "store-is-back").touch()
    crew.until(lambda: crew.job(job_id).state == DONE)
    assert crew.job(job_id).done == STEPS


def test_a_job_that_stumbles_before_its_first_step_is_tried_again_and_given_up(crew: Crew) -> None:
    job_id = crew.ask("stumble")
    crew.carrier()
    crew.until(lambda: crew.job(job_id).is_over)
    assert crew.job(job_id).failure == work.STUCK
    assert crew.begun() == work.MOST_STARTS


def test_a_step_that_kills_its_process_is_given_up_after_five_starts(crew: Crew) -> None:
    job_id = crew.ask("die")
    for _ in range(work.MOST_STARTS):
        assert crew.carrier().wait(PATIENCE_S) == 9
    crew.carrier()
    crew.until(lambda: crew.job(job_id).is_over)
    assert crew.job(job_id).failure == work.STUCK


def test_work_of_a_worker_that_is_gone_is_taken_over_by_another(crew: Crew) -> None:
    job_id = crew.ask()
    carrier = crew.carrier(pause_s=0.1)
    crew.until(lambda: crew.begun() >= 3)
    crew.end(carrier)
    with crew.database.writing() as session:
        session.execute(update(JobWorker).values(seen_at=datetime(2026, 1, 1, tzinfo=UTC)))
    with another_has_its_name(crew):
        crew.carrier()
        crew.until(lambda: crew.job(job_id).state == DONE)
    assert list(crew.kept().values()) == [1] * STEPS


def test_work_that_a_gone_worker_had_done_but_not_reported_does_not_hold_up_its_lane(
    crew: Crew,
) -> None:
    crew.ask()
    carrier = crew.carrier(pause_s=0.1)
    crew.until(lambda: crew.begun() >= 3)
    crew.end(carrier)
    with crew.database.writing() as session:
        session.execute(update(JobWorker).values(seen_at=datetime(2026, 1, 1, tzinfo=UTC)))
        session.execute(update(Job).values(state=DONE))
    next_id = crew.ask()
    with another_has_its_name(crew):
        crew.carrier()
        crew.until(lambda: crew.job(next_id).state == DONE)


@contextmanager
def another_has_its_name(crew: Crew) -> Iterator[None]:
    held = claim_identity(crew.config.data / "locks", "test", is_one_host=crew.config.is_sqlite)
    try:
        yield
    finally:
        held.release()


def test_a_job_that_only_the_row_remembers_is_carried_to_its_end(crew: Crew) -> None:
    """As after a restore: DBOS has never heard of it, or holds it for ended."""
    job_id = crew.ask()
    carrier = crew.carrier()
    crew.until(lambda: crew.job(job_id).state == DONE)
    carrier.send_signal(signal.SIGTERM)
    carrier.wait(PATIENCE_S)
    with crew.database.writing() as session:
        session.execute(update(Job).values(state=RUNNING, done=STEPS - 2, finished_at=None))
    crew.carrier()
    crew.until(lambda: crew.job(job_id).state == DONE)
    assert crew.job(job_id).rounds == 1
