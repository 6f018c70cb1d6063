"""Why a number or a code is not taken, in words that say what to do."""

from shopkit.traceability.actions.codes import TooManyCodes
from shopkit.traceability.actions.places import NumberTaken
from shopkit.traceability.rules.codes import (
    NumberForeign,
    NumberOfExamples,
    NumberRestricted,
    NumberUnreadable,
    OwnCodeUnreadable,
)
from shopkit.web.language import gettext as _

NUMBER_REFUSED = (
    NumberUnreadable,
    NumberRestricted,
    NumberOfExamples,
    NumberForeign,
    NumberTaken,
    TooManyCodes,
    OwnCodeUnreadable,
)


def number_sentence(refusal: Exception, length: str) -> str:
    """What to do about a refused number; `length` says how many digits it must have."""
    if isinstance(refusal, OwnCodeUnreadable):
        return _("Viết mã bằng chữ không dấu, chữ số và gạch nối, ví dụ: SP-MATONG01.")
    if isinstance(refusal, NumberUnreadable):
        return _("Chép lại dãy số: cần %(length)s, số cuối phải khớp.", length=length)
    if isinstance(refusal, NumberRestricted):
        return _("Số này chỉ dùng nội bộ một cơ sở, không in ra được. Dùng mã nội bộ của cửa hàng.")
    if isinstance(refusal, NumberOfExamples):
        return _("Đây là số làm mẫu của GS1, không ai được cấp. Chép đúng số trên giấy cấp mã.")
    if isinstance(refusal, NumberForeign):
        return _("Số được cấp ở Việt Nam bắt đầu bằng 893. Mã nước ngoài chưa khai được ở đây.")
    if isinstance(refusal, NumberTaken):
        return _("Mã này đã khai cho nơi hoặc sản phẩm khác. Xem lại, hoặc chọn mã khác.")
    return _("Sản phẩm này đã có quá nhiều mã. Dùng một mã đã có.")
