"""Every link that a page of the practice commune shows leads somewhere, for each of its people."""

import re
from collections import Counter
from html import unescape
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.db.files import Files
from shopkit.demo.practice import build_practice
from shopkit.jobs import work
from shopkit.jobs.models import Job
from shopkit.jobs.work import Bench
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
NOT_WALKED = ("/static", "/sign-out", "/language/")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
OF_A_KIND = 2


def dead_links(phone: Browser) -> tuple[int, list[str]]:
    """How many pages were looked at from home on, and the links that were refused."""
    waiting, seen, kinds = [("/", "/")], set[str](), Counter[str]()
    dead: list[str] = []
    while waiting:
        path, shown_on = waiting.pop(0)
        kind = ID.sub("#", path.split("?")[0])
        if path in seen or path.startswith(NOT_WALKED) or kinds[kind] >= OF_A_KIND:
            continue
        seen.add(path)
        kinds[kind] += 1
        answer = phone.get(path)
        if answer.status_code >= 400:
            dead.append(f"{shown_on} -> {path}: {answer.status_code}")
        if answer.location:
            waiting.append((answer.location, path))
        if answer.mimetype == "text/html":
            waiting.extend((unescape(link), path) for link in LINK.findall(answer.text))
    return len(seen), dead


@pytest.mark.parametrize("name", ["officer", "trainer", "village head", "seller"])
def test_no_page_shows_a_link_that_leads_nowhere(
    app: Flask, session: Session, files: Files, bench: Bench, name: str
) -> None:
    lines = {line.who: line for line in build_practice(session, files, now=NOW)}
    jobs: list[UUID] = list(session.scalars(select(Job.id)))
    session.commit()
    for job_id in jobs:
        work.do_all(bench, job_id)
    person = session.scalars(select(Account).where(Account.phone == lines[name].phone)).one()
    looked_at, dead = dead_links(make.phone(app, session, person))
    assert dead == []
    assert looked_at > 100
