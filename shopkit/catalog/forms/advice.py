"""What only her own eyes can tell of a photo."""

from typing import Any

from shopkit.catalog.forms.products import Version
from shopkit.catalog.rules.quality_measures import EYE_QUESTIONS, VIDEO, YES
from shopkit.web.forms import Form, Line, Tick
from shopkit.web.language import lazy_gettext as lazy


class LookForm(Form):
    """What she sees on her first photo; what is not ticked is not there."""

    version = Version()
    photo = Line()
    text = Tick(lazy("Có chữ, nhãn dán hay hình vẽ thêm trên ảnh"))
    spliced = Tick(lazy("Nhiều ảnh ghép làm một"))
    cut = Tick(lazy("Món hàng bị cắt mất một phần"))
    absent = Tick(lazy("Không thấy chính món hàng"))
    language = Tick(lazy("Có chữ nước ngoài dán thêm"))
    model = Tick(lazy("Có người do máy vẽ, không phải người thật"))
    untidy = Tick(lazy("Phía sau bừa bộn"))
    unpleasant = Tick(lazy("Có thứ nhìn khó coi"))
    video = Tick(lazy("Đã có một đoạn phim ngắn để đăng kèm"))

    def values(self) -> dict[str, Any]:
        """The photo looked at, what is wrong with it, and whether there is a film."""
        typed = super().values()
        return {
            "version": typed["version"],
            "photo_id": typed["photo"],
            "seen": frozenset(question for question in EYE_QUESTIONS if typed[question]),
            "has_video": typed["video"],
        }

    def fill(self, answers: dict[str, Any], photo_id: str, *, is_same_photo: bool) -> None:
        """Show what she said before, about this photo only."""
        self.photo.data = photo_id
        for question in EYE_QUESTIONS:
            self[question].data = is_same_photo and answers.get(question) == YES
        self.video.data = answers.get(VIDEO) == YES
