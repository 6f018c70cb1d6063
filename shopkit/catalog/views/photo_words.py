"""What is said about a photo, and how a square is called."""

from shopkit.catalog.rules.found import Worry
from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

WORRY_WORDS: dict[Worry, LazyText] = {
    Worry.VERY_BLURRED: lazy("Ảnh rất mờ. Lau ống kính, giữ chắc tay rồi chụp lại."),
    Worry.DARK: lazy("Ảnh tối. Mang hàng ra chỗ sáng, gần cửa, rồi chụp lại."),
    Worry.BURNT: lazy("Ảnh bị cháy sáng, mất chi tiết. Tránh nắng gắt và đèn chiếu thẳng."),
    Worry.SMALL: lazy("Ảnh nhỏ, khách phóng lên không rõ. Chụp gần hơn, hoặc chọn ảnh gốc."),
    Worry.WHITE_BORDER: lazy("Ảnh có viền trắng, sàn bán hàng hay chê. Dùng ảnh không viền."),
    Worry.BLACK_BORDER: lazy("Ảnh có viền đen, sàn bán hàng hay chê. Dùng ảnh không viền."),
    Worry.MAYBE_BLURRED: lazy("Ảnh có thể hơi mờ. Phóng to xem chữ trên hàng có rõ không."),
}
PROPOSED, WHOLE, AS_IS, DRAWN = "proposed", "whole", "as_is", "drawn"
# By whether the photo is wider than high.
SQUARE_WORDS: dict[bool, dict[str, LazyText]] = {
    True: {
        "start": lazy("Phần bên trái"),
        "middle": lazy("Phần giữa"),
        "end": lazy("Phần bên phải"),
    },
    False: {
        "start": lazy("Phần trên"),
        "middle": lazy("Phần giữa"),
        "end": lazy("Phần dưới"),
    },
}
PROPOSED_WORD = lazy("Theo gợi ý: chỗ có hàng")
WHOLE_WORD = lazy("Cả ảnh, thêm nền trắng cho vuông")
AS_IS_WORD = lazy("Giữ nguyên, không cắt")
DRAWN_WORD = lazy("Như khung đang kéo")
