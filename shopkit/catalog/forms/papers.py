"""What is typed from a paper."""

from typing import Any

from shopkit.catalog.actions.papers import PaperFacts
from shopkit.catalog.rules.papers import FEWEST_STARS, MOST_STARS, Kind
from shopkit.web.forms import AtMost, Day, Form, Line, Needed, OneOf, Upload
from shopkit.web.language import lazy_gettext as lazy

ALL_PRODUCTS = "all"
STARS = [
    (str(one), lazy("%(stars)s sao", stars=one)) for one in range(FEWEST_STARS, MOST_STARS + 1)
]


class PaperForm(Form):
    """The facts on a paper; which of them are asked for depends on its kind."""

    product_id = OneOf(
        lazy("Giấy này của sản phẩm nào"), needed=lazy("Chọn sản phẩm của giấy này.")
    )
    stars = OneOf(lazy("Mấy sao"), STARS, needed=lazy("Chọn số sao ghi trên quyết định."))
    title = Line(lazy("Tên giấy"), [Needed(lazy("Nhập tên ghi trên giấy.")), AtMost(160)])
    number = Line(lazy("Số ghi trên giấy"), [AtMost(80)])
    issuer = Line(lazy("Nơi cấp"), [AtMost(120)])
    valid_from = Day(lazy("Ngày cấp"))
    valid_to = Day(lazy("Có giá trị đến hết ngày"))

    def fit(self, kind: Kind, *, is_named: bool) -> None:
        """Ask only for what a paper of this kind says, and insist on what it must say."""
        if not kind.has_stars:
            del self.stars
        if not is_named:
            del self.title
        if kind.needs_number:
            insist(self.number, lazy("Nhập số ghi trên giấy."))
        if kind.needs_dates:
            insist(self.valid_from, lazy("Nhập ngày cấp ghi trên giấy."))
        if kind.needs_dates and kind.months is None:
            insist(self.valid_to, lazy("Nhập ngày hết hạn ghi trên giấy."))

    def facts(self, kind: Kind) -> PaperFacts:
        typed = self.values()
        typed.pop("product_id")
        stars = typed.pop("stars", None)
        return PaperFacts(kind=kind.code, stars=int(stars) if stars else None, **typed)


def insist(field: Any, sentence: Any) -> None:
    field.validators = [Needed(sentence), *field.validators]
    field.flags.needed = True


class PageForm(Form):
    """One page of a paper: a photo, or the PDF that came by mail."""

    page = Upload(lazy("Ảnh hoặc tệp PDF"), [Needed(lazy("Chụp giấy, hoặc chọn ảnh hay tệp PDF."))])
