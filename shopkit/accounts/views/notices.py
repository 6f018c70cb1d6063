"""The sentences of notices; a feature above adds those of its own kinds when the house is built."""

from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

WORDS = {
    "card.used": lazy("Một máy mới đã đăng nhập bằng thẻ."),
    "secret.changed": lazy("Mã PIN hoặc mật khẩu đã được đổi."),
    "sign_in.guessed": lazy("Có người nhập sai mã PIN nhiều lần."),
}
OTHER = lazy("Có thay đổi cần kiểm tra lại.")


def add_notice_words(words: dict[str, LazyText]) -> None:
    """Tell what to say about further kinds of notices."""
    WORDS.update(words)


def notice_word(kind: str) -> LazyText:
    return WORDS.get(kind, OTHER)
