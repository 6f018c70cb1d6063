"""Bytes into Vietnamese letters, whatever program wrote them."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from unicodedata import normalize

BOMS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
SAMPLE = 64 * 1024
LETTER = re.compile(r"[^\W\d_]+")
# Control characters and what no column and no XML file can hold.
NOT_LETTERS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF))

# Fonts named .VnTime and the like show Vietnamese at the places of Western letters (TCVN 5712,
# "ABC"): the letter at each place, as the old code page has it and as it is meant.
ABC = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
ABC_PLACES = {ord(old): new for old, new in ABC.items()}

# Words that hardly any Vietnamese sheet does without; each has a letter beyond plain Latin.
COMMON = frozenset(
    {
        "ngày", "số", "tiền", "nội", "dịch", "tài", "khoản", "có", "nợ", "diễn", "giải",
        "chuyển", "tên", "họ", "và", "địa", "chỉ", "thôn", "xã", "giá", "sản", "phẩm", "hàng",
        "của", "mã", "đơn", "vị", "khách", "nguyễn", "thị", "văn", "trần", "lê", "phạm", "điện",
        "thoại", "hộ", "chủ", "dư", "mô", "tả", "loại", "toán", "tháng", "năm", "giờ", "phí",
        "thu", "sổ", "kê", "đầu", "cuối", "kỳ", "người", "gửi", "nhận", "được", "tỉnh", "phường",
        "đường", "bán", "lượng", "quầy", "bánh", "cô", "trị",
    }
)  # fmt: skip


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; what cannot be a letter becomes U+FFFD."""
    for bom, codec in BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(codec, "replace"), codec
    sample = content[:SAMPLE]
    wide = wide_codec(sample)
    if wide:
        return content.decode(wide, "replace"), wide
    if is_utf8(content):
        return content.decode("utf-8", "replace"), "utf-8"
    codec = max(("cp1258", "tcvn3", "cp1252"), key=lambda codec: known_words(read(sample, codec)))
    return read(content, codec), codec


def wide_codec(sample: bytes) -> str | None:
    """UTF-16 without its mark shows by the empty half of its plain letters."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > half * 0.4:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > half * 0.4 else None


def is_utf8(content: bytes) -> bool:
    """Whether this is UTF-8, if need be with its last letter cut off or a few letters spoilt."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        spoilt = content.decode("utf-8", "replace")
        strange = sum(letter > "\x7f" for letter in spoilt)
        return spoilt.count("\ufffd") * 4 <= strange
    return True


def read(content: bytes, codec: str) -> str:
    if codec == "tcvn3":
        return content.decode("cp1252", "replace").translate(ABC_PLACES)
    return normalize("NFC", content.decode(codec, "replace"))


def words_of(text: str) -> list[str]:
    return LETTER.findall(normalize("NFC", text).casefold())


def known_words(text: str) -> int:
    """How many common Vietnamese words the text holds."""
    return sum(word in COMMON for word in words_of(text))


def is_abc(sample: str) -> bool:
    """Whether text reads as Vietnamese only once its letters are taken for those of old fonts.

    One word that comes again and again proves nothing, so each counts once.
    """
    meant, as_it_is = set(words_of(sample.translate(ABC_PLACES))), set(words_of(sample))
    return len(meant & COMMON) > 2 * len(as_it_is & COMMON) + 2


def clean(text: str) -> str:
    """Composed, without control characters, without blanks around; breaks are kept as newlines."""
    broken = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    if not broken.isascii():
        broken = normalize("NFC", broken)
    return broken.translate(NOT_LETTERS).strip()
