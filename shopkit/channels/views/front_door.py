"""How every public page of a seller begins, how it is sent, and what stands where there is none."""

from hashlib import sha256
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.rules.addresses import product_path, shop_path
from shopkit.channels.queries.front import Closed, NotShown, SoldNoMore
from shopkit.channels.rules.front_text import paragraphs
from shopkit.channels.views import front_words as words
from shopkit.channels.views.blueprint import bp
from shopkit.web.language import gettext as _
from shopkit.web.language import language, language_of_the_browser
from shopkit.web.pages import show
from shopkit.web.state import parts

LOCALES = {"vi": "vi_VN", "en": "en_GB"}


class PagesOff(NotShown):
    """The operator has switched the public pages off."""


def begin() -> None:
    """A page without cookies, in the language of the browser; none where the operator says so."""
    g.no_cookies = True
    language_of_the_browser()
    if not parts().config.public_pages:
        raise PagesOff(request.path[:60])


def kept(template: str, **context: Any) -> Response:
    """A page that a browser may keep, if it asks each time whether it still holds."""
    response = show(
        template,
        address=parts().config.public_address,
        paragraphs=paragraphs,
        words=words,
        locale=LOCALES[language()],
        shop_path=shop_path,
        product_path=product_path,
        today=clock.today(),
        **context,
    )
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept-Language"
    # Weak: the same page is sent with and without compression.
    response.set_etag(sha256(response.get_data()).hexdigest()[:32], weak=True)
    return response.make_conditional(request)


@bp.errorhandler(NotShown)
def not_shown(problem: NotShown) -> tuple[Response, int]:
    """One page for all that cannot be seen, with a way on."""
    if isinstance(problem, PagesOff):
        title, advice = _("Trang bán hàng đang tắt"), _("Nơi này tạm không mở trang cho khách xem.")
    elif isinstance(problem, Closed):
        title, advice = _("Cửa hàng tạm đóng trang"), _("Quay lại sau, hoặc hỏi người bán.")
    elif isinstance(problem, SoldNoMore):
        on = _("Xem sản phẩm khác của cửa hàng.") if problem.shop.name else ""
        title, advice = (
            _("Sản phẩm này không còn bán"),
            on or _("Quay lại sau, hoặc hỏi người bán."),
        )
    else:
        title, advice = (
            _("Không tìm thấy trang này"),
            _("Xem lại địa chỉ trang, hoặc hỏi người bán."),
        )
    shop = problem.shop if isinstance(problem, SoldNoMore) else None
    response = show(
        "channels/front_gone.html",
        title=title,
        advice=advice,
        on_url=shop_path(shop.code) if shop and shop.name else None,
        on_word=shop.name if shop else "",
    )
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Language"
    return response, 410 if shop else 404
