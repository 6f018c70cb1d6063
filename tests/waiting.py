"""What a phone sends of the things that waited on it."""

from uuid import uuid4

from werkzeug.test import TestResponse

from tests.accounts.browser import Browser


def mark(phone: Browser) -> str:
    """The name under which this phone keeps what its account typed."""
    told: dict[str, str] = phone.get("/api/csrf").get_json()
    return told["account"]


def sent(
    phone: Browser, path: str, /, *, key: str = "", account: str = "", **fields: str
) -> TestResponse:
    """Send a form as the outbox does."""
    return sent_as(phone, "POST", path, key=key, account=account, data=fields)


def sent_photo(
    phone: Browser,
    path: str,
    photo: bytes,
    *,
    key: str = "",
    account: str = "",
    waited: bool = True,
) -> TestResponse:
    """Send the bytes of a photo as the outbox does."""
    return sent_as(
        phone, "PUT", path, key=key, account=account, data=photo, mime="image/jpeg", waited=waited
    )


def sent_as(
    phone: Browser,
    method: str,
    path: str,
    *,
    key: str,
    account: str,
    data: dict[str, str] | bytes,
    mime: str = "application/x-www-form-urlencoded",
    waited: bool = True,
) -> TestResponse:
    hand = phone.get("/api/csrf").get_json()
    headers = {
        "Accept": "application/json",
        "Idempotency-Key": key or str(uuid4()),
        "X-CSRFToken": hand["token"],
        "Shopkit-Account": account or hand["account"],
    }
    answer = phone.client.open(
        path,
        method=method,
        data=data,
        headers=headers | ({"Shopkit-Waited": "1"} if waited else {}),
        content_type=mime,
        environ_overrides=phone.environ,
    )
    phone.session.expire_all()
    return answer
