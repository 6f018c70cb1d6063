"""What is wrong in a file of events, said so that the sender can mend it."""

from shopkit.traceability.rules.epcis_check import Fault
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

FAULTS: dict[str, LazyText] = {
    "not_a_document": lazy("tệp không phải một văn bản EPCIS"),
    "no_events": lazy("thiếu danh sách sự kiện"),
    "not_an_event": lazy("mục này không phải một sự kiện"),
    "type": lazy("loại văn bản phải là EPCISDocument"),
    "no_context": lazy("thiếu @context"),
    "version": lazy('schemaVersion phải là chữ "2.0"'),
    "time": lazy("thời điểm phải đủ ngày, giờ và múi giờ, ví dụ 2026-11-22T08:00:00+07:00"),
    "offset": lazy("múi giờ phải viết như +07:00"),
    "event_type": lazy("loại sự kiện viết sai"),
    "unknown_field": lazy("trường riêng phải có tiền tố"),
    "prefix": lazy("tiền tố chưa khai trong @context"),
    "biz_step": lazy("thiếu bước kinh doanh, hoặc từ không có trong chuẩn"),
    "disposition": lazy("trạng thái hàng không có trong chuẩn"),
    "event_id": lazy("thiếu mã sự kiện, hoặc mã không phải địa chỉ"),
    "place": lazy("thiếu nơi xảy ra, hoặc nơi viết sai dạng"),
    "item_id": lazy("mã hàng phải là địa chỉ, không dấu và không cách"),
    "empty_list": lazy("danh sách trống"),
    "repeated": lazy("một mã viết hai lần"),
    "quantity": lazy("số lượng phải là số, đơn vị là mã như KGM"),
    "party": lazy("bên gửi hoặc bên nhận viết sai dạng"),
    "declaration": lazy("khai báo sai sót thiếu thời điểm hoặc sai lý do"),
    "action": lazy("thiếu hành động ADD, OBSERVE hoặc DELETE"),
    "ilmd": lazy("thông tin riêng của đợt (ilmd) chỉ đi với hành động ADD hoặc khi biến đổi"),
    "no_items": lazy("không nói về món hàng nào"),
    "parent": lazy("đóng thùng phải nói mã thùng"),
}


def fault_sentence(fault: Fault) -> str:
    said = FAULTS[fault.word]
    if fault.event == 0:
        return _("Cả tệp, %(field)s: %(said)s.", field=fault.field or "EPCIS", said=said)
    return _(
        "Sự kiện %(number)s, %(field)s: %(said)s.",
        number=fault.event,
        field=fault.field or "type",
        said=said,
    )
