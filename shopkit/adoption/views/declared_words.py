"""The questions that only a person can answer, and their answers."""

from shopkit.web.language import lazy_gettext as lazy

QUESTION_WORDS = {
    "e_payment": lazy("Trong quý này có nhận chuyển khoản hoặc mã QR không?"),
    "enquiry": lazy("Có khách nhắn hỏi mua qua mạng không?"),
    "eid_linked": lazy("Tài khoản bán hàng đã liên kết định danh điện tử chưa?"),
    "income_change": lazy("Thu nhập thế nào so với trước khi bán qua mạng?"),
    "keeps_book": lazy("Có ghi sổ bán hàng không?"),
    "e_invoice": lazy("Có dùng hóa đơn điện tử không?"),
    "account_notified": lazy("Đã báo tài khoản kinh doanh cho cơ quan thuế chưa?"),
    "revenue_notice": lazy("Đã thông báo doanh thu năm trước chưa?"),
    "revenue_band": lazy("Doanh thu một năm vào khoảng nào?"),
    "files_online": lazy("Có người trong nhà tự nộp hồ sơ trực tuyến không?"),
    "online_filing": lazy("12 tháng qua có nộp hồ sơ trực tuyến không?"),
    "platform_health": lazy("Có dùng dịch vụ số về khám chữa bệnh không?"),
    "platform_education": lazy("Có dùng dịch vụ số về học hành không?"),
    "platform_payment": lazy("Có trả tiền điện, nước, chợ qua mạng không?"),
    "platform_welfare": lazy("Có dùng dịch vụ số về bảo hiểm, trợ cấp không?"),
}
ANSWER_WORDS = {
    "yes": lazy("Có"),
    "no": lazy("Chưa"),
    "much_lower": lazy("Giảm nhiều"),
    "lower": lazy("Giảm ít"),
    "same": lazy("Như trước"),
    "higher": lazy("Tăng ít"),
    "much_higher": lazy("Tăng nhiều"),
    "below_tax": lazy("Dưới ngưỡng phải nộp thuế"),
    "between": lazy("Từ ngưỡng nộp thuế đến dưới ngưỡng hóa đơn"),
    "above_invoice": lazy("Từ ngưỡng phải dùng hóa đơn điện tử"),
}
EVIDENCE_WORDS = {
    "SD": lazy("tự khai"),
    "TV": lazy("đã xem tận nơi"),
    "SO": lazy("hệ thống ghi nhận"),
    "IM": lazy("nhập từ nguồn chính thức"),
}
