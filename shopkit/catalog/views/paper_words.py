"""What papers are called on the pages."""

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.rules.papers import (
    OCOP,
    ORGANIC,
    OTHER,
    SELF_DECLARATION,
    STANDARD,
    VIETGAP,
)
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

KIND_WORDS: dict[str, LazyText] = {
    OCOP: lazy("Quyết định công nhận OCOP"),
    SELF_DECLARATION: lazy("Bản tự công bố sản phẩm"),
    VIETGAP: lazy("Giấy chứng nhận VietGAP"),
    ORGANIC: lazy("Giấy chứng nhận hữu cơ"),
    STANDARD: lazy("Tiêu chuẩn áp dụng"),
    OTHER: lazy("Giấy khác"),
}
KIND_HINTS: dict[str, LazyText] = {
    OCOP: lazy("Có số quyết định và còn hạn thì trang bán hàng mới hiện sao."),
    SELF_DECLARATION: lazy("Cho thực phẩm đóng gói, tự làm và đã gửi xã."),
    VIETGAP: lazy("Cho rau, quả, chè, vật nuôi."),
    ORGANIC: lazy("Do tổ chức chứng nhận cấp."),
    STANDARD: lazy("Ví dụ TCVN hoặc tiêu chuẩn cơ sở ghi trên nhãn."),
    OTHER: lazy("Phiếu kiểm nghiệm, giấy đăng ký nhãn hiệu, giấy khen."),
}
NAMED = (STANDARD, OTHER)
NOTICE_WORDS = {
    "paper.ends": lazy("Có giấy tờ sắp hết hạn trong 30 ngày. Xem ở mục Giấy tờ."),
}


def paper_name(paper: Paper) -> str:
    """What a paper is called: its own title where it has one, otherwise its kind and stars."""
    if paper.title:
        return paper.title
    if paper.kind == OCOP and paper.stars:
        return _("OCOP %(stars)s sao", stars=paper.stars)
    return str(KIND_WORDS.get(paper.kind, KIND_WORDS[OTHER]))


def paper_line(paper: Paper) -> str:
    """Number and issuer, as far as they are told."""
    number = _("Số %(number)s", number=paper.number) if paper.number else ""
    return ", ".join(part for part in (number, paper.issuer) if part)
