"""Orders from platforms: bringing a file, and how the pages of its import speak."""

from flask import url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.specs import Spec, Words
from shopkit.imports.models import Import
from shopkit.imports.queries import imports_of_shop
from shopkit.imports.views.arriving import arrived_file
from shopkit.imports.views.running import go_on
from shopkit.imports.views.showing import state_badges
from shopkit.sales.actions import imports as actions
from shopkit.sales.actions.imports import KEPT, MOVED, ORDERS, OrderCheck, keep
from shopkit.sales.forms.fields import CHANNEL_WORDS
from shopkit.sales.forms.imports import OrdersForm
from shopkit.sales.models import MOST_COUNT
from shopkit.sales.queries.book import keeps_book
from shopkit.sales.rules import exports
from shopkit.sales.views.blueprint import bp
from shopkit.shops.queries.shops import shop
from shopkit.web.doors import takes_tables
from shopkit.web.language import LazyText, ngettext
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show
from shopkit.web.state import db, parts, who

COLUMNS: dict[str, LazyText] = {
    exports.NUMBER: lazy("Mã đơn hàng"),
    exports.DAY: lazy("Ngày đặt hàng"),
    exports.STATE: lazy("Trạng thái đơn"),
    exports.TITLE: lazy("Tên sản phẩm"),
    exports.COUNT: lazy("Số lượng"),
    exports.PRICE: lazy("Đơn giá"),
    exports.TOTAL: lazy("Tổng tiền của đơn"),
}
REASONS: dict[str, LazyText] = {
    actions.NO_NUMBER: lazy("Không có mã đơn hàng, hoặc mã có chữ lạ"),
    actions.NO_DAY: lazy("Không có ngày đặt hàng"),
    actions.AHEAD: lazy("Ngày đặt hàng chưa tới, hoặc trước năm 2015"),
    actions.NO_COUNT: lazy("Số lượng phải từ 1 đến %(most)s", most=MOST_COUNT),
    actions.STATE_UNKNOWN: lazy("Trạng thái đơn lạ, chưa biết đơn đang ở bước nào"),
    actions.TOO_MANY: lazy("Một mã đơn có quá nhiều dòng"),
    "known": lazy("Đã có từ trước, không có gì mới"),
}
WARNINGS: dict[str, LazyText] = {
    actions.NO_STATES: lazy(
        "Tệp không có cột trạng thái đơn. Mọi đơn trong tệp được coi là đã giao, sàn đã trả tiền."
    ),
}


@bp.route("/sales/imports", methods=["GET", "POST"])
@takes_tables
def imports() -> Response:
    """Choose the platform and send the file; below, the files sent before."""
    with parts().database.reading() as looking:  # while the file is read, others may write
        own = shop(looking, who())
        earlier = imports_of_shop(looking, own.id, ORDERS)
        has_book = keeps_book(looking, own)
    form = OrdersForm()
    arrived = arrived_file(form)
    if arrived is None:
        return show(
            "sales/imports.html",
            form=form,
            earlier=earlier,
            states=state_badges(),
            channel_words=CHANNEL_WORDS,
            keeps_book=has_book,
        )
    brought = bring(
        db.session,
        parts().files,
        SPEC,
        import_id=arrived.import_id,
        rows_file=arrived.rows_file,
        name=arrived.name,
        owner_id=who().account_id,
        shop_id=own.id,
        commune_code=own.commune_code,
        family=form.channel.data,
        now=clock.now(),
    )
    return go_on(brought)


def rows(n: int) -> str:
    return ngettext(
        "%(num)s dòng hàng mới hoặc có thay đổi", "%(num)s dòng hàng mới hoặc có thay đổi", n
    )


def take(n: int) -> str:
    return ngettext("Lấy %(num)s dòng hàng", "Lấy %(num)s dòng hàng", n)


def added(n: int) -> str:
    return ngettext("Đã lấy %(num)s đơn mới", "Đã lấy %(num)s đơn mới", n)


def more(name: str, n: int) -> str:
    if name != MOVED:
        return ""
    return ngettext("%(num)s đơn cũ đổi trạng thái", "%(num)s đơn cũ đổi trạng thái", n)


def done_url(_brought: Import) -> str:
    return url_for("sales.sales", task="done")


SPEC = Spec(
    kind=ORDERS,
    wanted=exports.WANTED,
    kept=KEPT,
    begin_check=OrderCheck,
    keep=keep,
    words=Words(
        title=lambda: _("Đơn hàng từ sàn"),
        column=lambda name: str(COLUMNS[name]),
        reason=lambda reason: str(REASONS.get(reason, reason)),
        warning=lambda warning: str(WARNINGS[warning]),
        good=rows,
        take=take,
        added=added,
        more=more,
        begin_url=lambda: url_for("sales.imports"),
        done_url=done_url,
        done_word=lambda: _("Xem các đơn"),
    ),
)
