"""Which pages are lists of names whose opening is noted, and noting it after the page is made."""

from flask import request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions.reading import is_noted, lists_of, note_reading
from shopkit.adoption.views.blueprint import bp
from shopkit.web.state import parts, who_or_none

# By the page: what its list is called.
LISTS = {
    "shops.register": "register",
    "shops.household": "household",
    "shops.people": "people",
    "shops.person": "person",
    "shops.businesses": "businesses",
    "shops.twins": "twins",
    "shops.person_rights": "rights",
    "shops.data_requests": "data_requests",
    "shops.export_for_request": "export",
    "adoption.figure": "behind_figure",
    "adoption.assess_list": "assessing",
    "adoption.round_list": "assessing",
}


@bp.after_app_request
def note_list_read(answer: Response) -> Response:
    """In a transaction of its own, once an hour for each list; a page never waits for more."""
    name = LISTS.get(request.endpoint or "")
    if name is None or request.method != "GET" or answer.status_code != 200:
        return answer
    who = who_or_none()
    if who is None or not who.is_staff:
        return answer
    now = clock.now()
    for read in lists_of(who, name):
        with parts().database.reading() as session:
            known = is_noted(session, who, read, now=now)
        if not known:
            with parts().database.writing() as session:
                note_reading(session, who, read, now=now)
    return answer
