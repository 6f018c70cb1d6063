"""Places as every installation knows them, and one commune to keep a register in."""

import pytest
from sqlalchemy.orm import Session

from shopkit.places.actions import load_reference
from shopkit.places.models import Commune
from shopkit.places.queries import commune
from tests.conftest import NOW

HOANG_LOC = "15961"


@pytest.fixture
def places(session: Session) -> Session:
    """A session on a database that holds the carried lists."""
    load_reference(session, now=NOW)
    session.flush()
    return session


@pytest.fixture
def hoang_loc(places: Session) -> Commune:
    return commune(places, HOANG_LOC)
