"""What the frame of every page shows."""

import re

from flask import Flask
from sqlalchemy.orm import Session

from shopkit.scope import OFFICER
from tests import make

CURRENT = re.compile(r'<a href="([^"]+)" aria-current="page">')


def test_one_place_of_the_navigation_is_where_she_is(app: Flask, session: Session) -> None:
    officer = make.phone(app, session, make.staff(session, OFFICER))
    for path, place in (
        ("/commune", "/commune"),
        ("/commune/periods", "/commune/periods"),
        ("/commune/targets", "/commune"),
        ("/rounds", "/rounds"),
        ("/register/branches", "/register"),
        ("/shops", "/shops"),
    ):
        tabs = officer.get(path).text.split('<nav class="tabs"')[1].split("</nav>")[0]
        assert CURRENT.findall(tabs) == [place]
