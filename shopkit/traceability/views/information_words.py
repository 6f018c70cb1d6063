"""The fields of the law in a seller's words."""

from shopkit.traceability.rules.label_content import Group
from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

FIELD_WORDS: dict[str, LazyText] = {
    "product_name": lazy("Tên hàng"),
    "product_image": lazy("Ảnh hàng"),
    "producer_name": lazy("Tên cơ sở"),
    "producer_address": lazy("Địa chỉ cơ sở"),
    "origin": lazy("Xuất xứ"),
    "events": lazy("Những việc đã làm với đợt hàng"),
    "lot": lazy("Mã đợt hàng"),
    "brand": lazy("Nhãn hiệu"),
    "expiry": lazy("Hạn sử dụng"),
    "standards": lazy("Tiêu chuẩn áp dụng"),
    "trace_code": lazy("Mã truy xuất"),
}
# What is said when it is missing, and the button that mends it.
MENDING: dict[str, tuple[LazyText, LazyText]] = {
    "product_name": (lazy("Hàng chưa có tên."), lazy("Đặt tên")),
    "product_image": (lazy("Chưa có ảnh hàng."), lazy("Chụp ảnh")),
    "producer_name": (lazy("Cửa hàng chưa có tên."), lazy("Đặt tên cửa hàng")),
    "producer_address": (lazy("Chưa ghi số nhà, thôn của nơi làm."), lazy("Ghi địa chỉ")),
    "origin": (lazy("Chưa ghi hàng làm ở nước nào."), lazy("Ghi xuất xứ")),
    "events": (lazy("Chưa ghi việc nào: thu hoạch, làm, đóng gói, gửi đi."), lazy("Ghi việc")),
    "standards": (
        lazy("Chưa ghi hàng làm theo tiêu chuẩn nào; tự đặt ra tiêu chuẩn cơ sở cũng được."),
        lazy("Ghi tiêu chuẩn"),
    ),
}
LABEL_WORDS: dict[str, LazyText] = {
    "product_name": lazy("Tên hàng, chữ to nhất"),
    "responsible": lazy("Tên và địa chỉ người chịu trách nhiệm"),
    "origin": lazy("Xuất xứ"),
    "quantity": lazy("Định lượng"),
    "made_on": lazy("Ngày sản xuất (NSX)"),
    "made_year": lazy("Năm sản xuất"),
    "expiry": lazy("Hạn sử dụng (HSD)"),
    "lot": lazy("Mã đợt hàng"),
    "ingredients": lazy("Thành phần"),
    "nutrition": lazy("Thành phần dinh dưỡng"),
    "ethanol": lazy("Độ cồn"),
    "spec": lazy("Thông số"),
    "usage": lazy("Cách dùng, cách cất giữ"),
    "benefit": lazy("Công dụng"),
    "user": lazy("Ai dùng được"),
    "dose": lazy("Liều dùng"),
    "warning": lazy("Cảnh báo"),
    "class_phrase": lazy("Câu bắt buộc của loại hàng"),
}
GROUP_WORDS: dict[str, tuple[LazyText, LazyText]] = {
    "grain": (lazy("Gạo, ngô, khoai, đậu"), lazy("Lương thực chưa nấu")),
    "food": (lazy("Đồ ăn đóng gói"), lazy("Bánh, mứt, mật ong, mắm, giò chả, rau củ khô")),
    "health_food": (lazy("Thực phẩm bảo vệ sức khỏe"), lazy("Viên, cao, tinh chất bồi bổ")),
    "drink": (lazy("Đồ uống không phải rượu"), lazy("Nước ép, trà đóng chai, sữa hạt")),
    "spirits": (lazy("Rượu"), lazy("Rượu gạo, rượu vang, rượu ngâm")),
    "food_material": (
        lazy("Nguyên liệu để nấu"),
        lazy("Bột, gia vị, phụ liệu bán cho nơi chế biến"),
    ),
    "cosmetics": (lazy("Mỹ phẩm"), lazy("Xà phòng thơm, tinh dầu, dầu gội")),
    "textile": (lazy("Vải, quần áo, da, giày"), lazy("Thổ cẩm, khăn, túi vải")),
    "wood": (lazy("Đồ gỗ"), lazy("Bàn ghế, tượng, khay gỗ")),
    "ceramics": (lazy("Đồ sành, sứ, thủy tinh"), lazy("Bát, lọ, chum")),
    "craft": (lazy("Đồ thủ công mỹ nghệ"), lazy("Mây tre đan, nón, tranh, đồ lưu niệm")),
    "household": (lazy("Đồ dùng trong nhà"), lazy("Chổi, rổ, đồ bếp không dùng điện")),
    "cleaning": (lazy("Đồ tẩy rửa, làm thơm"), lazy("Nước rửa bát sinh học, nhang, sáp thơm")),
    "special_food": (
        lazy("Thực phẩm cho người ăn kiêng"),
        lazy("Thực phẩm bổ sung, cho người bệnh"),
    ),
}


def group_name(group: Group) -> LazyText:
    return GROUP_WORDS[group.key][0]
