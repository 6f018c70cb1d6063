"""Words for criteria, rounds and recognitions."""

from collections.abc import Mapping, Sequence

from shopkit.adoption.actions.rounds import NOT_ASSESSED
from shopkit.adoption.rules import criteria as lines
from shopkit.adoption.rules import rounds
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

EVIDENCE_WORDS: dict[str, LazyText] = {
    lines.SELF_DECLARED: lazy("tự khai"),
    lines.SEEN: lazy("đã xem tận nơi"),
    lines.OBSERVED: lazy("hệ thống ghi nhận"),
    lines.IMPORTED: lazy("nhập từ nguồn chính thức"),
}

LINE_WORDS: dict[str, LazyText] = {
    lines.MET: lazy("đạt"),
    lines.NOT_MET: lazy("chưa đạt"),
    lines.UNKNOWN: lazy("chưa hỏi"),
    lines.WEAK: lazy("cần người đến xem"),
    lines.NOT_ASKED: lazy("không áp dụng"),
}

KNOWN_WORDS: dict[str, LazyText] = {
    "skill": lazy("cán bộ lớp học thấy tự làm được"),
    "quiz": lazy("đã đạt bài hỏi về an toàn trên mạng"),
    "channel": lazy("có kênh bán còn hoạt động"),
    "qr": lazy("có mã QR thanh toán sẵn sàng"),
}

RULE_WORDS: dict[str, LazyText] = {
    lines.TOLD: lazy("Hỏi hộ, hoặc đến xem"),
    lines.ADULTS_SHARE: lazy("Đếm người lớn trong hộ, đạt từ ngưỡng trở lên"),
    lines.MEMBER_SKILL: lazy("Có thành viên tự làm được kỹ năng (lấy từ lớp học)"),
    lines.SAFE_ONLINE: lazy("Có thành viên đạt phần an toàn trên mạng (lấy từ lớp học)"),
    lines.LIVE_OR_QR: lazy("Có kênh bán còn hoạt động hoặc mã QR (hệ thống tự xem)"),
}

ROUND_WORDS: dict[str, LazyText] = {
    rounds.ASSESSING: lazy("Đang xét từng hộ"),
    rounds.MET: lazy("Đã họp thôn"),
    rounds.POSTED: lazy("Đang niêm yết"),
    rounds.SENT: lazy("Chờ xã quyết định"),
    rounds.RETURNED: lazy("Xã trả lại"),
    rounds.DECIDED: lazy("Đã có quyết định"),
}
ROUND_TONES = {
    rounds.ASSESSING: ("pencil", "plain"),
    rounds.MET: ("users", "news"),
    rounds.POSTED: ("clock", "news"),
    rounds.SENT: ("landmark", "wait"),
    rounds.RETURNED: ("triangle-alert", "bad"),
    rounds.DECIDED: ("circle-check", "good"),
}  # icons: pencil users clock landmark triangle-alert circle-check

LACK_WORDS: dict[str, LazyText] = {
    rounds.NO_MINUTES: lazy("Ghi biên bản họp thôn."),
    rounds.NO_CHAIR: lazy("Ghi ai chủ trì cuộc họp."),
    rounds.NO_COUNT: lazy("Ghi có bao nhiêu người dự họp."),
    rounds.UNSAID: lazy("Ghi kết quả họp cho từng hộ."),
    rounds.NOBODY: lazy("Cần ít nhất một hộ được đề nghị."),
    rounds.WITHOUT_REASON: lazy("Ghi lý do cho từng hộ chưa đề nghị."),
    rounds.NOT_POSTED: lazy("Niêm yết danh sách."),
    rounds.STILL_POSTED: lazy("Chờ đủ 10 ngày niêm yết."),
    rounds.NO_PLACE: lazy("Ghi nơi niêm yết."),
    rounds.OPEN_COMMENT: lazy("Trả lời hết các ý kiến."),
}

KIND_WORDS: dict[str, LazyText] = {
    "cadre": lazy("Cán bộ, công chức, viên chức, giáo viên"),
    "party": lazy("Đảng viên"),
    "youth": lazy("Đoàn viên"),
    "pupil8": lazy("Học sinh lớp 8 trở lên"),
    "student": lazy("Sinh viên"),
    "women": lazy("Hội viên Hội Phụ nữ"),
    "farmer": lazy("Hội viên Hội Nông dân"),
}


def reason_words(why_not: str, words: Mapping[str, str]) -> str:
    """Why a household is not proposed: the house's own codes in words, or what the meeting said."""
    if why_not == NOT_ASSESSED:
        return _("Chưa được xét")
    codes = why_not.split()
    if codes and all(code in words for code in codes):
        return _("Còn thiếu: %(what)s", what="; ".join(words[code] for code in codes))
    return why_not


def words_of(asked: Sequence[lines.Line]) -> dict[str, str]:
    return {line.code: line.words for line in asked}
