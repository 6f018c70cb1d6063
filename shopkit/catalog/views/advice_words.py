"""What the rules of channels, our own checks and forbidden words are told as."""

from uuid import UUID

from flask import url_for

from shopkit.catalog.rules.claims import Claim, Tier
from shopkit.catalog.rules.own_checks import OwnCheck, Remark
from shopkit.catalog.rules.quality import Finding
from shopkit.catalog.rules.quality_rules import GOOGLE, META, SHOPEE, TIKTOK, Severity
from shopkit.catalog.views.paper_words import KIND_WORDS
from shopkit.web.language import LazyText, grouped
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

CHANNEL_WORDS = {SHOPEE: "Shopee", TIKTOK: "TikTok Shop", GOOGLE: "Google", META: "Facebook"}
# What channels call their levels, and what that is in Vietnamese.
LEVEL_WORDS: dict[int, LazyText] = {
    1: lazy("bậc 1: cần cải thiện"),
    2: lazy("bậc 2: đạt"),
    3: lazy("bậc 3: xuất sắc"),
}
SEVERITY_WORDS: dict[Severity, LazyText] = {
    Severity.REFUSED: lazy("Sàn không nhận"),
    Severity.COMPLAINT: lazy("Sàn trừ điểm"),
    Severity.ADVICE: lazy("Nên có"),
}
CERTAINTY_WORDS: dict[str, LazyText] = {
    "read": lazy("đã đọc bản gốc"),
    "copy": lazy("đã đọc bản sao"),
    "third party": lazy("người khác thuật lại"),
    "measured": lazy("tự đo"),
    "unconfirmed": lazy("chưa xác nhận"),
}

# By the name of the measure, for too little of it.
TOO_LITTLE: dict[str, LazyText] = {
    "photo_count": lazy("Thêm ảnh cho đủ %(low)s ảnh. Đang có %(has)s."),
    "photo_side": lazy("Chụp lại ảnh nhỏ: mỗi cạnh từ %(low)s điểm ảnh. Đang có %(has)s."),
    "first_side": lazy("Chụp lại ảnh chính lớn hơn: cạnh từ %(low)s điểm ảnh. Đang có %(has)s."),
    "first_white_ground": lazy("Chụp ảnh chính trên nền trắng, hoặc bấm Làm nền trắng."),
    "first_blur": lazy("Chụp lại ảnh chính cho rõ: giữ chắc tay, chụp gần cửa sổ."),
    "title_chars": lazy("Viết tên dài hơn: từ %(low)s chữ cái. Đang có %(has)s."),
    "text_chars": lazy("Viết mô tả dài hơn: từ %(low)s chữ cái. Đang có %(has)s."),
    "text_lines": lazy("Ngắt mô tả thành nhiều dòng cho dễ đọc."),
    "bullet_count": lazy("Viết %(low)s đến 5 điểm nổi bật, mỗi điểm một dòng. Đang có %(has)s."),
    "prices": lazy("Nhập giá bán."),
    "least_weight_g": lazy("Cân cả gói rồi nhập khối lượng, tính bằng gam."),
    "weight_to_net": lazy("Xem lại khối lượng: cả gói đang nhẹ hơn hàng bên trong."),
    "size_count": lazy("Đo gói hàng: dài, rộng, cao. Đang có %(has)s trong 3 số."),
    "stock": lazy("Nhập số hàng còn từ %(low)s trở lên. Đang có %(has)s."),
    "has_category": lazy("Chọn ngành hàng."),
    "has_brand": lazy("Ghi thương hiệu; không có thì ghi “Không thương hiệu”."),
    "is_identified": lazy("Đặt mã hàng riêng, hoặc ghi mã vạch, thương hiệu nếu có."),
    "attribute_count": lazy("Ghi thêm chi tiết: nơi làm, thành phần, hạn dùng. Đang có %(has)s."),
    "has_video": lazy("Quay một đoạn phim ngắn để đăng kèm trên Shopee."),
}
# By the name of the measure, where one is enough and there is none.
NONE_AT_ALL: dict[str, LazyText] = {
    "photo_count": lazy("Thêm một ảnh."),
    "title_chars": lazy("Đặt tên cho hàng."),
    "text_chars": lazy("Viết mô tả."),
}
TOO_MUCH: dict[str, LazyText] = {
    "photo_count": lazy("Chỉ %(high)s ảnh đầu được dùng. Đang có %(has)s ảnh."),
    "photo_long_side": lazy("Ảnh lớn quá: mỗi cạnh không quá %(high)s điểm ảnh."),
    "first_oblong": lazy("Cắt ảnh chính cho vuông."),
    "first_white_border": lazy("Cắt viền trắng quanh ảnh chính."),
    "first_black_border": lazy("Cắt viền đen quanh ảnh chính."),
    "double_photos": lazy("Bỏ bớt ảnh giống nhau, chụp thêm mặt khác của hàng."),
    "title_chars": lazy("Rút ngắn tên còn %(high)s chữ cái. Đang có %(has)s."),
    "chinese_letters": lazy("Bỏ chữ Hán khỏi tên."),
    "text_chars": lazy("Rút ngắn mô tả còn %(high)s chữ cái. Đang có %(has)s."),
    "html_marks": lazy("Bỏ các dấu mã trang web như <b> khỏi mô tả."),
    "bullet_count": lazy("Gộp lại còn %(high)s điểm nổi bật. Đang có %(has)s."),
    "bullet_chars": lazy("Rút ngắn mỗi điểm nổi bật còn %(high)s chữ cái."),
    "prices": lazy("Giá cao nhất được nhận là %(high)s đồng."),
    "most_weight_g": lazy("Gói nặng quá %(high)s gam; xem lại số đã nhập."),
    "least_weight_g": lazy("Gói nặng quá %(high)s gam; xem lại số đã nhập."),
    "weight_to_net": lazy(
        "Xem lại khối lượng: cả gói đang nặng hơn hàng bên trong quá %(high)s lần."
    ),
    "stock": lazy("Số hàng còn nhiều nhất là %(high)s."),
    "sku_chars": lazy("Rút ngắn mã hàng còn %(high)s ký tự."),
    "form_count": lazy("Chỉ nhận %(high)s loại của một sản phẩm. Đang có %(has)s."),
    "level_count": lazy("Chỉ nhận %(high)s kiểu phân loại. Đang có %(has)s."),
    "level_name_chars": lazy("Rút ngắn tên kiểu phân loại còn %(high)s chữ cái."),
    "level_value_chars": lazy("Rút ngắn tên từng loại còn %(high)s chữ cái."),
    "eye_text": lazy("Chụp lại ảnh chính không có chữ, nhãn dán hay hình vẽ thêm."),
    "eye_spliced": lazy("Dùng một ảnh duy nhất làm ảnh chính, không ghép nhiều ảnh."),
    "eye_cut": lazy("Chụp lại ảnh chính cho thấy trọn món hàng."),
    "eye_absent": lazy("Chụp chính món hàng làm ảnh chính."),
    "eye_language": lazy("Chụp lại ảnh chính không có chữ nước ngoài dán thêm."),
    "eye_model": lazy("Dùng ảnh thật, không dùng người do máy vẽ hay ma-nơ-canh lạ."),
    "eye_untidy": lazy("Dọn sạch phía sau rồi chụp lại ảnh chính."),
    "eye_unpleasant": lazy("Chụp lại ảnh chính cho dễ nhìn, không có thứ khó coi."),
}
# What is in order, by the name of the measure.
DONE: dict[str, LazyText] = {
    "photo_count": lazy("Đủ ảnh"),
    "photo_side": lazy("Ảnh đủ lớn"),
    "first_side": lazy("Ảnh chính đủ lớn"),
    "first_oblong": lazy("Ảnh chính vuông"),
    "first_white_ground": lazy("Ảnh chính nền trắng"),
    "first_blur": lazy("Ảnh chính rõ"),
    "first_white_border": lazy("Ảnh chính không viền trắng"),
    "first_black_border": lazy("Ảnh chính không viền đen"),
    "double_photos": lazy("Không có ảnh trùng"),
    "title_chars": lazy("Tên dài vừa"),
    "text_chars": lazy("Mô tả đủ dài"),
    "text_lines": lazy("Mô tả nhiều dòng"),
    "bullet_count": lazy("Đủ điểm nổi bật"),
    "prices": lazy("Có giá"),
    "least_weight_g": lazy("Có khối lượng cả gói"),
    "weight_to_net": lazy("Khối lượng hợp lý"),
    "size_count": lazy("Có kích thước gói"),
    "stock": lazy("Còn đủ hàng"),
    "has_category": lazy("Có ngành hàng"),
    "has_brand": lazy("Có thương hiệu"),
    "is_identified": lazy("Có thương hiệu hoặc mã"),
    "attribute_count": lazy("Đủ chi tiết"),
    "has_video": lazy("Có phim ngắn"),
    "eye_text": lazy("Ảnh chính không có chữ"),
    "eye_spliced": lazy("Ảnh chính không ghép"),
    "eye_cut": lazy("Thấy trọn món hàng"),
    "eye_absent": lazy("Ảnh chính là món hàng"),
    "eye_language": lazy("Ảnh chính không có chữ nước ngoài"),
    "eye_model": lazy("Ảnh chính là ảnh thật"),
    "eye_untidy": lazy("Phía sau gọn gàng"),
    "eye_unpleasant": lazy("Ảnh chính dễ nhìn"),
}

# The button that mends a part, the icon before it, and the page it leads to.
MENDS: dict[str, tuple[LazyText, str, str]] = {
    "photos": (lazy("Sửa ảnh"), "camera", "catalog.photos"),
    "title": (lazy("Sửa tên"), "pencil", "catalog.title"),
    "text": (lazy("Sửa mô tả"), "pencil", "catalog.text"),
    "description": (lazy("Sửa mô tả"), "pencil", "catalog.text"),
    "variants": (lazy("Sửa các loại"), "pencil", "catalog.variants"),
    "price": (lazy("Nhập giá"), "pencil", "catalog.price"),
    "look": (lazy("Xem lại ảnh chính"), "eye", "catalog.look"),
    "papers": (lazy("Mở mục Giấy tờ"), "file-check", "catalog.papers"),
}
DETAIL_MENDS: dict[str, LazyText] = {
    "weight": lazy("Nhập khối lượng"),
    "codes": lazy("Nhập mã hàng"),
    "brand": lazy("Ghi thương hiệu"),
    "origin": lazy("Ghi nơi làm ra"),
    "maker": lazy("Ghi người làm"),
    "ingredients": lazy("Ghi thành phần"),
    "keeping": lazy("Ghi cách cất giữ"),
    "storage": lazy("Ghi cách cất giữ"),
    "directions": lazy("Sửa cách dùng"),
    "bullets": lazy("Viết điểm nổi bật"),
    "story": lazy("Sửa câu chuyện"),
    "attributes": lazy("Ghi thêm chi tiết"),
    "category": lazy("Chọn ngành hàng"),
    "stock": lazy("Nhập số hàng còn"),
    "hashtags": lazy("Sửa từ khóa"),
}

PLACES: dict[str, LazyText] = {
    "title": lazy("Tên"),
    "description": lazy("Mô tả"),
    "bullets": lazy("Điểm nổi bật"),
    "story": lazy("Câu chuyện"),
    "ingredients": lazy("Thành phần"),
    "directions": lazy("Cách dùng"),
    "storage": lazy("Cách cất giữ"),
    "brand": lazy("Thương hiệu"),
    "attributes": lazy("Chi tiết"),
    "hashtags": lazy("Từ khóa"),
    "variants": lazy("Các loại"),
}
TIER_WORDS: dict[Tier, LazyText] = {
    Tier.STOP: lazy("Không được viết"),
    Tier.PROOF: lazy("Cần giấy chứng minh"),
    Tier.PERSON: lazy("Mượn lời người ngành y"),
}
REASONS: dict[str, LazyText] = {
    "cure": lazy("Thực phẩm và hàng thường không được nói là chữa được bệnh."),
    "medicine": lazy("Hàng không phải thuốc thì không được ví như thuốc."),
    "health": lazy("Nói về sức khỏe thì cần giấy được duyệt. Không có giấy thì bỏ chữ này."),
    "best": lazy("Nói hơn mọi nơi thì cần giấy chứng minh."),
    "whole": lazy("Viết “hoàn toàn”, “nguyên chất” thì cần phiếu kiểm nghiệm."),
    "safe": lazy("Không ai bảo đảm an toàn cho mọi người được."),
    "organic": lazy("Nói hữu cơ thì cần giấy hữu cơ còn hạn."),
    "certificate": lazy("Nói có chứng nhận thì cần giấy còn hạn trong mục Giấy tờ."),
    "person": lazy("Quảng cáo không được mượn lời bác sĩ, bệnh viện; với thực phẩm, hỏi lại xã."),
}
REMARKS: dict[OwnCheck, LazyText] = {
    OwnCheck.BANNED: lazy("Bỏ chữ “%(about)s”. Còn chữ này thì chưa gửi, chưa xuất tệp được."),
    OwnCheck.ASKED: lazy("Xem lại chữ “%(about)s”: cần giấy chứng minh."),
    OwnCheck.NO_PRICE: lazy("Nhập giá bán."),
    OwnCheck.SALE_NOT_LOWER: lazy("Xem lại giá khuyến mại: chưa thấp hơn giá thường."),
    OwnCheck.GTIN_WRONG: lazy("Xem lại mã vạch %(about)s: số cuối không khớp."),
    OwnCheck.PHOTO_SMALL: lazy("Chụp lại %(about)s ảnh quá nhỏ: cạnh dưới 500 điểm ảnh."),
    OwnCheck.PAPER_ENDED: lazy("Giấy đã hết hạn: %(about)s. Xin giấy mới, hoặc đừng nhắc đến nữa."),
    OwnCheck.STARS_UNPROVED: lazy("Bỏ số sao OCOP khỏi lời viết, hoặc thêm giấy OCOP còn hạn."),
    OwnCheck.TITLE_SHOUTS: lazy("Viết tên bằng chữ thường, chỉ viết hoa chữ đầu."),
    OwnCheck.TITLE_PHONE: lazy("Bỏ số điện thoại %(about)s khỏi tên."),
    OwnCheck.TITLE_LINK: lazy("Bỏ địa chỉ trang web khỏi tên."),
    OwnCheck.TITLE_PRICE: lazy("Bỏ giá “%(about)s” khỏi tên."),
    OwnCheck.TITLE_SIGNS: lazy("Bỏ hình mặt cười, ngôi sao và dấu “!!” khỏi tên."),
    OwnCheck.TITLE_TWICE: lazy("Tên nhắc hai lần “%(about)s”. Viết một lần thôi."),
}


def sentence(finding: Finding) -> str:
    """What to do about a finding, in her words."""
    words = TOO_LITTLE if finding.is_too_little else TOO_MUCH
    if finding.rule.low == 1 and finding.is_too_little:
        words = {**words, **NONE_AT_ALL}
    return str(words[finding.rule.measure]) % {
        "low": number(finding.rule.low),
        "high": number(finding.rule.high),
        "has": number(finding.worst),
    }


def number(value: float | None) -> str:
    return "" if value is None else grouped(round(value))


def remark_sentence(remark: Remark) -> str:
    about = remark.about
    if remark.check is OwnCheck.PAPER_ENDED:
        about = str(KIND_WORDS.get(about, about))
    return str(REMARKS[remark.check]) % {"about": about}


def claim_sentence(claim: Claim) -> str:
    """Why a phrase is told, and what could stand there instead."""
    reason = str(REASONS[claim.reason])
    if claim.is_guess:
        asked = _("Có phải ý là “%(words)s”? Nếu phải:", words=claim.phrase.words)
        return f"{asked} {reason}"
    return reason


def way_to_mend(part: str, product_id: UUID | str, then: str | None = None) -> str:
    """The page on which a part of a product is changed; `then` is where it leads on to."""
    if part == "papers":
        return url_for("catalog.papers")
    if part in MENDS:
        return url_for(MENDS[part][2], product_id=product_id, then=then)
    return url_for("catalog.details", product_id=product_id, part=part, then=then)


def mend_word(part: str) -> str:
    """What the button to that page says."""
    return str(MENDS[part][0] if part in MENDS else DETAIL_MENDS[part])


def mend_icon(part: str) -> str:
    return MENDS[part][1] if part in MENDS else "pencil"
