"""About oneself: phones signed in on, the PIN, what happened to the account."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts import queries
from shopkit.accounts.actions.notices import mark_told
from shopkit.accounts.actions.people import SecretWeak
from shopkit.accounts.actions.secrets import change_secret
from shopkit.accounts.actions.sign_ins import (
    end_other_sign_ins,
    end_sign_in,
)
from shopkit.accounts.forms import ADVICE, ChangeSecretForm
from shopkit.accounts.models import PASSWORD, Account
from shopkit.accounts.views.notices import notice_word
from shopkit.accounts.views.proofs import is_heard
from shopkit.scope import (
    LEADER,
    OFFICER,
    OPERATOR,
    PROVINCE_VIEWER,
    SELLER,
    TRAINER,
    VILLAGE_HEAD,
    Who,
)
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone
from shopkit.web.state import db, who

HAT_WORDS = {
    SELLER: lazy("Người bán"),
    TRAINER: lazy("Người hướng dẫn"),
    VILLAGE_HEAD: lazy("Trưởng thôn"),
    OFFICER: lazy("Cán bộ xã"),
    LEADER: lazy("Lãnh đạo xã"),
    PROVINCE_VIEWER: lazy("Người xem của tỉnh"),
    OPERATOR: lazy("Người quản trị máy chủ"),
}


@kept_on_phone
def me() -> Response:
    now = clock.now()
    person = queries.account(db.session, who().account_id)
    notices = queries.notices_unseen(db.session, who(), now)
    return show(
        "accounts/me.html",
        person=person,
        has_password=person.secret_kind == PASSWORD,
        is_locked=person.is_money_locked(now),
        here=queries.sign_in(db.session, who()),
        sign_ins=queries.sign_ins_of(db.session, who(), now),
        notices=[(notice, notice_word(notice.kind)) for notice in notices],
        hats=hats_of(who()),
        is_leader=who().has(LEADER),
    )


def hats_of(person: Who) -> list[LazyText]:
    """What she is here, each hat once, in the order of the list."""
    return [word for name, word in HAT_WORDS.items() if person.has(name)]


def change_own_secret() -> Response:
    person = queries.account(db.session, who().account_id)
    form = ChangeSecretForm()
    if form.validate_on_submit() and is_changed(form, person):
        flash(_("Đã đổi. Các máy khác đã được đăng xuất."), "good")
        return to(".me")
    has_password = person.secret_kind == PASSWORD
    return show("accounts/change_secret.html", form=form, has_password=has_password)


def is_changed(form: ChangeSecretForm, person: Account) -> bool:
    """Change it, or let the form say why not."""
    here, now = queries.sign_in(db.session, who()), clock.now()

    def change() -> None:
        change_secret(db.session, person, here, **form.values(), now=now)

    try:
        return is_heard(form, "old", person, change)
    except SecretWeak as problem:
        form.refuse("new", ADVICE[problem.weakness])
        return False


def end_one_sign_in(sign_in_id: UUID) -> Response:
    end_sign_in(queries.own_sign_in(db.session, who(), sign_in_id), now=clock.now())
    flash(_("Đã đăng xuất máy đó."), "good")
    return to(".me")


def end_others() -> Response:
    end_other_sign_ins(db.session, queries.sign_in(db.session, who()), now=clock.now())
    flash(_("Đã đăng xuất các máy khác."), "good")
    return to(".me")


def notices_read() -> Response:
    mark_told(queries.sign_in(db.session, who()), now=clock.now())
    return to(".me")
