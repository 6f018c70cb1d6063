"""Three questions about goods of a kind, and the draft they make, to be edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shopkit.catalog.forms.products import Version
from shopkit.catalog.models.products import LONGEST_TEXT, LONGEST_TITLE
from shopkit.catalog.rules.drafting import (
    ALCOHOL,
    CRAFT,
    DRINK,
    FRESH,
    HERBAL,
    LONGEST_ANSWER,
    LONGEST_BULLET,
    LONGEST_TRAIT,
    PLANT,
    PROCESSED,
    TOURISM,
    Answers,
    Draft,
)
from shopkit.catalog.rules.keywords import MOST_TAGS
from shopkit.text.search import search_text
from shopkit.web.forms import AtMost, Form, Line, Lines, Needed
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

MOST_BULLETS = 5


@dataclass(frozen=True)
class Question:
    """A question of a kind of goods, with an answer as somebody may give it."""

    words: LazyText
    hint: LazyText


KIND_WORDS: Mapping[str, LazyText] = {
    FRESH: lazy("Rau, quả, hạt, thịt, cá, trứng"),
    PROCESSED: lazy("Bánh, mắm, mật ong, đồ khô, món làm sẵn"),
    DRINK: lazy("Chè, cà phê, nước uống"),
    ALCOHOL: lazy("Rượu"),
    HERBAL: lazy("Dược liệu, cao, trà thuốc"),
    CRAFT: lazy("Đan, thêu, gốm, gỗ, dệt"),
    PLANT: lazy("Hoa, cây cảnh, vật cảnh"),
    TOURISM: lazy("Nhà nghỉ, chuyến đi, điểm tham quan"),
}
KIND_ICONS = {
    FRESH: "leaf",
    PROCESSED: "package",
    DRINK: "coffee",
    ALCOHOL: "wine",
    HERBAL: "sprout",
    CRAFT: "hand",
    PLANT: "flower-2",
    TOURISM: "map",
}  # icons: leaf package coffee wine sprout hand flower-2 map
QUESTIONS: Mapping[str, tuple[Question, Question, Question]] = {
    FRESH: (
        Question(lazy("Giống gì, khác ở đâu?"), lazy("Ví dụ: giống lê Đông Dư, giòn, ít hạt.")),
        Question(
            lazy("Trồng hoặc nuôi thế nào, thu vào mùa nào?"),
            lazy("Ví dụ: Trồng trên bãi sông. Hái buổi sáng, từ tháng tám đến tháng mười."),
        ),
        Question(
            lazy("Cất giữ và dùng thế nào?"),
            lazy("Ví dụ: Để ngăn mát được năm ngày. Rửa rồi ăn cả vỏ."),
        ),
    ),
    PROCESSED: (
        Question(lazy("Điểm riêng là gì, nói ngắn?"), lazy("Ví dụ: nhân đậu xanh, gói lá dong.")),
        Question(
            lazy("Làm từ gì, làm thế nào?"),
            lazy("Ví dụ: Nếp ngâm qua đêm. Gói tay rồi luộc mười tiếng bằng bếp củi."),
        ),
        Question(
            lazy("Ăn thế nào, hợp với gì?"),
            lazy("Ví dụ: Hấp lại mười phút rồi ăn nóng, chấm mật mía."),
        ),
    ),
    DRINK: (
        Question(lazy("Giống gì, vùng cao hay thấp?"), lazy("Ví dụ: chè shan cổ thụ, 1.500 mét.")),
        Question(
            lazy("Hái, sao, rang hay ủ thế nào, vị ra sao?"),
            lazy("Ví dụ: Hái một tôm hai lá. Sao bằng chảo gang. Nước xanh, hậu ngọt."),
        ),
        Question(
            lazy("Pha thế nào cho ngon?"),
            lazy("Ví dụ: Năm gam chè, nước 85 độ, hãm hai phút."),
        ),
    ),
    ALCOHOL: (
        Question(lazy("Nấu từ gì?"), lazy("Ví dụ: ngô nếp nương, men lá.")),
        Question(
            lazy("Nấu và ủ thế nào?"),
            lazy("Ví dụ: Ủ hai mươi ngày. Chưng bằng nồi đồng, hạ thổ một năm."),
        ),
        Question(lazy("Bao nhiêu độ, uống thế nào?"), lazy("Ví dụ: 40 độ. Uống lạnh, chén nhỏ.")),
    ),
    HERBAL: (
        Question(lazy("Từ cây gì, phần nào của cây?"), lazy("Ví dụ: lá và thân giảo cổ lam.")),
        Question(
            lazy("Thu hái và làm thế nào?"),
            lazy("Ví dụ: Cắt khi chưa ra hoa, phơi râm ba nắng, thái nhỏ."),
        ),
        Question(
            lazy("Giấy công bố ghi công dụng gì? Chép đúng như giấy."),
            lazy("Chưa có giấy thì ghi cách pha, cách dùng; không ghi công dụng."),
        ),
    ),
    CRAFT: (
        Question(lazy("Làm bằng chất liệu gì?"), lazy("Ví dụ: tre ngâm, mây tự nhiên.")),
        Question(
            lazy("Làm thế nào, mất bao lâu?"),
            lazy("Ví dụ: Chẻ nan bằng tay. Một chiếc giỏ đan hai ngày."),
        ),
        Question(
            lazy("Kích thước bao nhiêu, giữ gìn thế nào?"),
            lazy("Ví dụ: Cao 30 cm, rộng 25 cm. Lau khăn khô, tránh mưa."),
        ),
    ),
    PLANT: (
        Question(lazy("Giống gì, bao nhiêu tuổi?"), lazy("Ví dụ: mai vàng, bốn năm tuổi.")),
        Question(
            lazy("Cao rộng bao nhiêu, trồng trong gì?"),
            lazy("Ví dụ: Cao 60 cm, tán 40 cm. Trồng chậu đất nung."),
        ),
        Question(
            lazy("Chăm thế nào, gửi đi thế nào?"),
            lazy("Ví dụ: Tưới hai ngày một lần. Bó bầu, đóng thùng gỗ khi gửi xa."),
        ),
    ),
    TOURISM: (
        Question(lazy("Đi mấy giờ, mấy ngày, cho mấy người?"), lazy("Ví dụ: hai ngày một đêm.")),
        Question(
            lazy("Được đi đâu, làm gì, ăn ở ra sao?"),
            lazy("Ví dụ: Chèo thuyền buổi sáng. Học nấu cơm lam. Ngủ nhà sàn."),
        ),
        Question(
            lazy("Giá gồm gì, không gồm gì, cần chuẩn bị gì?"),
            lazy("Ví dụ: Gồm hai bữa và thuyền. Không gồm xe. Mang giày đi bộ."),
        ),
    ),
}


ANSWERS = ("trait", "making", "use")


class AnswersForm(Form):
    """Three answers; every one may stay empty."""

    class Meta(Form.Meta):
        csrf = False

    trait = Line(lazy("Điểm riêng"), [AtMost(LONGEST_TRAIT)])
    making = Lines(lazy("Cách làm"), [AtMost(LONGEST_ANSWER)])
    use = Lines(lazy("Cách dùng"), [AtMost(LONGEST_ANSWER)])

    def ask(self, kind: str) -> None:
        """Put the questions of a kind of goods in place of the bare labels."""
        for name, question in zip(ANSWERS, QUESTIONS[kind], strict=True):
            self[name].label.text, self[name].description = question.words, question.hint

    def answers(self) -> Answers:
        return Answers(**{name: text or "" for name, text in self.values().items()})


class DraftForm(Form):
    """The draft, to be edited before anything is saved."""

    version = Version()
    title = Line(lazy("Tên"), [Needed(lazy("Nhập tên sản phẩm.")), AtMost(LONGEST_TITLE)])
    bullets = Lines(lazy("Điểm nổi bật, mỗi điểm một dòng"), [AtMost(2500)])
    description = Lines(lazy("Mô tả"), [AtMost(LONGEST_TEXT)])
    hashtags = Lines(lazy("Từ khóa"), [AtMost(600)])

    def fill(self, draft: Draft, version: int) -> None:
        self.version.data = version
        self.title.data = draft.title
        self.bullets.data = "\n".join(draft.bullets)
        self.description.data = draft.description
        self.hashtags.data = " ".join(f"#{tag}" for tag in draft.hashtags)

    def validate_bullets(self, _field: Any) -> None:
        points = self.points()
        if len(points) > MOST_BULLETS:
            self.refuse(
                "bullets", _("Gộp lại còn nhiều nhất %(most)s điểm nổi bật.", most=MOST_BULLETS)
            )
        elif any(len(point) > LONGEST_BULLET for point in points):
            self.refuse(
                "bullets",
                _("Viết mỗi điểm nổi bật nhiều nhất %(most)s chữ cái.", most=LONGEST_BULLET),
            )

    def points(self) -> list[str]:
        lines = (
            line.strip().lstrip("-•*").strip() for line in (self.bullets.data or "").split("\n")
        )
        return [line for line in lines if line]

    def tags(self) -> list[str]:
        """Hashtags without marks and blanks, nothing twice, at most 18."""
        words = (self.hashtags.data or "").replace(",", " ").split()
        bare = (search_text(word).replace(" ", "") for word in words)
        return list(dict.fromkeys(tag for tag in bare if tag))[:MOST_TAGS]

    def values(self) -> dict[str, Any]:
        return super().values() | {
            "bullets": self.points(),
            "hashtags": self.tags(),
            "description": self.description.data or "",
        }
