"""Where a payment service knocks: no session, no form, a key of its own."""

import threading
import time
from collections import OrderedDict

from flask import current_app, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.payments.actions.feeds import note_refusal
from shopkit.payments.actions.feeds_together import Letterbox
from shopkit.payments.models.money import MoneyFeed
from shopkit.payments.queries.feeds import feed_by_code_or_none
from shopkit.payments.rules.feeds import (
    KEY_HEADER,
    LARGEST_BODY,
    SIGNATURE_HEADER,
    TIME_HEADER,
    DeliveryRefused,
    is_from_feed,
    read_delivery,
    secret_of,
)
from shopkit.payments.views.blueprint import bp
from shopkit.web.doors import machine
from shopkit.web.state import after_refusal, parts

FREE_WRONG_KEYS = 20
WINDOW_S = 60.0
MOST_ADDRESSES = 1_000
LETTERBOX = "shopkit.letterbox"
NO_FEED = "00000000-0000-0000-0000-000000000000"


class WrongKeys:
    """How often each address was knocked at with a wrong key lately, in this process.

    Only wrong keys are slowed: whoever has the right one is let in however many try beside him.
    """

    def __init__(self) -> None:
        self._tries: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._turn = threading.Lock()

    def is_too_many(self, address: str, at: float) -> bool:
        """Count one more wrong key."""
        with self._turn:
            began, count = self._tries.pop(address, (at, 0))
            if at - began > WINDOW_S:
                began, count = at, 0
            self._tries[address] = (began, count + 1)
            while len(self._tries) > MOST_ADDRESSES:
                self._tries.popitem(last=False)
            return count >= FREE_WRONG_KEYS


wrong_keys = WrongKeys()


@bp.route("/money/feeds/<code>", methods=["POST"])
@machine("a delivery is known by its own number")
def deliver(code: str) -> Response:
    """Take one delivery; it is answered as done only once it is safe on disk."""
    body = body_of_request()
    with parts().database.reading() as looking:
        feed = feed_by_code_or_none(looking, code)
    is_known = is_from_feed(
        keys_of(feed),
        body,
        clock.now(),
        authorization=request.headers.get(KEY_HEADER, ""),
        signature=request.headers.get(SIGNATURE_HEADER, ""),
        sent_at=request.headers.get(TIME_HEADER, ""),
    )
    if feed is None or not is_known:
        return refused_key(code)
    try:
        delivery = read_delivery(body, clock.now())
        letterbox().post(feed.id, delivery, now=clock.now())
    except DeliveryRefused as refusal:
        return refused(feed, refusal.reason)
    return jsonify({"success": True})


def letterbox() -> Letterbox:
    """The box of this house; a second one would only mean fewer deliveries in each."""
    database = parts().database
    found = current_app.extensions.get(LETTERBOX)
    if not isinstance(found, Letterbox) or found.database is not database:
        found = current_app.extensions[LETTERBOX] = Letterbox(database)
    return found


def body_of_request() -> bytes:
    if (request.content_length or 0) > LARGEST_BODY:
        raise RequestEntityTooLarge
    request.max_content_length = LARGEST_BODY
    return request.get_data(cache=False)


def keys_of(feed: MoneyFeed | None) -> list[str]:
    """The keys that open a feed; an address that is none takes as long to refuse."""
    config = parts().config
    name, turn = (str(feed.id), feed.turn) if feed else (NO_FEED, 0)
    return [secret_of(key, name, turn) for key in (config.secret_key, *config.old_secret_keys)]


def refused_key(code: str) -> Response:
    is_flood = wrong_keys.is_too_many(code, time.monotonic())
    answer = jsonify({"success": False, "message": "wrong key"})
    answer.status_code = 429 if is_flood else 401
    if is_flood:
        answer.headers["Retry-After"] = str(int(WINDOW_S))
    return answer


def refused(feed: MoneyFeed, reason: str) -> Response:
    """Say what was wrong with it, to the sender and on the seller's page; it may be sent again."""
    current_app.logger.warning("money feed: delivery refused (%s)", reason)
    now = clock.now()
    after_refusal(lambda session: note_refusal(session, feed, reason, now=now))
    answer = jsonify({"success": False, "message": f"refused: {reason}"})
    answer.status_code = 422
    return answer
