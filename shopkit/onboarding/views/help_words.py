"""The help texts in words: a heading and a few short sentences for each key of help.csv."""

from shopkit.web.language import LazyText
from shopkit.web.language import lazy_gettext as lazy

HELP_WORDS: dict[str, tuple[LazyText, LazyText]] = {
    "forgot_pin": (
        lazy("Quên mã PIN"),
        lazy(
            "Tìm cán bộ hướng dẫn hoặc gọi số ở cuối trang. Cán bộ xem đúng người rồi đưa thẻ "
            "đăng nhập có mã QR. Quét thẻ bằng điện thoại, rồi đặt mã PIN mới. "
            "Hàng và mã QR vẫn còn nguyên. Đừng đọc mã PIN cho ai."
        ),
    ),
    "daughter_code": (
        lazy("Dùng mã QR của con"),
        lazy(
            "Dùng được, nếu con đồng ý. Tiền vào tài khoản của con, người khác không rút được. "
            "Khách quét sẽ thấy tên con, nên nói trước cho khách yên tâm. "
            "Khi có tài khoản riêng thì thêm vào mục Mã QR."
        ),
    ),
    "wrong_account": (
        lazy("Mã QR sai số tài khoản"),
        lazy(
            "Đừng cho khách quét nữa. Cất bảng mã đã in, rồi mở Mã QR và tạo mã mới với số "
            "đúng. Quét thử bằng app ngân hàng và đọc tên hiện ra. Đúng tên rồi mới treo "
            "bảng. Tiền lỡ vào số sai thì gọi ngân hàng đã chuyển để nhờ đòi lại."
        ),
    ),
    "missing_zeros": (
        lazy("Khách trả 200 đồng thay vì 200.000 đồng"),
        lazy(
            "Đưa khách xem số tiền vừa vào. Nhờ khách chuyển thêm phần còn thiếu. "
            "Lần sau gõ số tiền trước rồi mới đưa mã QR, máy của khách sẽ hiện sẵn số đúng. "
            "Đọc dòng chữ dưới số tiền: hai trăm nghìn đồng mới là 200.000."
        ),
    ),
    "dark_photo": (
        lazy("Ảnh bị tối, bị mờ"),
        lazy(
            "Đem hàng ra chỗ sáng, đứng quay lưng về phía nắng. Lau ống kính bằng vải mềm. "
            "Đưa máy lại gần, giữ yên tay rồi bấm chụp. Không cần chụp đẹp, cần nhìn rõ hàng."
        ),
    ),
    "no_network": (
        lazy("Không có mạng"),
        lazy(
            "Cứ làm tiếp. Chữ đã nhập và ảnh đã chụp được giữ trên máy này. "
            "Khi có mạng, mở lại trang, máy tự gửi. Mã QR đã in vẫn dùng được khi mất mạng."
        ),
    ),
    "waiting_items": (
        lazy("Còn mục chờ gửi"),
        lazy(
            "Mục chờ gửi đang nằm trên máy này, chưa đến nơi. Tìm chỗ có sóng, mở trang "
            "Mục chờ gửi rồi bấm Gửi ngay. Đừng xóa dữ liệu của trình duyệt trước khi gửi "
            "xong. Gửi hai lần cũng chỉ tính một lần."
        ),
    ),
    "who_sees": (
        lazy("Ai xem được số của tôi"),
        lazy(
            "Khách chỉ thấy hàng, giá và tên cửa hàng. Số tiền bán được chỉ chủ cửa hàng "
            "thấy. Xã chỉ được đếm cửa hàng khi chủ đồng ý. Mở Của tôi, bấm Điều đã đồng ý "
            "để xem và đổi ý lúc nào cũng được."
        ),
    ),
    "tax_fear": (
        lazy("Ghi sổ có bị tính thuế không"),
        lazy(
            "ShopKit không gửi số tiền bán được cho cơ quan thuế. "
            "Sổ bán hàng tắt sẵn, bật hay không là tùy chủ cửa hàng. "
            "Thuế tính theo luật, có dùng ShopKit hay không cũng vậy. "
            "Muốn biết phải đóng gì thì hỏi thuế cơ sở của xã."
        ),
    ),
    "read_label": (
        lazy("Đọc tem truy xuất"),
        lazy(
            "Quét mã QR trên tem, hoặc gõ mười một chữ và số in bên cạnh. "
            "Trang mở ra cho biết ai làm, làm ngày nào, hạn dùng đến đâu. "
            "Trang màu đỏ là hàng đang bị thu hồi: đừng ăn, đừng bán. "
            "Thấy lạ thì bấm báo, người làm ra hàng sẽ biết."
        ),
    ),
    "recall": (
        lazy("Hàng phải thu hồi"),
        lazy(
            "Ngừng bán đợt hàng đó ngay và để riêng ra. Mở đợt hàng, bấm Thu hồi, chọn lý do. "
            "Ai quét tem sẽ thấy trang đỏ. Gọi cho nơi đã lấy hàng, đánh dấu nơi nào đã báo. "
            "Bấm kết thúc khi lấy về hết."
        ),
    ),
    "lost_phone": (
        lazy("Mất điện thoại"),
        lazy(
            "Mượn máy khác, đăng nhập bằng số điện thoại và mã PIN. Mở Của tôi, cho máy cũ "
            "ra. Đổi mã PIN ngay. Không đăng nhập được thì gọi số ở cuối trang. Gọi cả "
            "ngân hàng để khóa tài khoản."
        ),
    ),
    "shared_phone": (
        lazy("Nhiều người dùng chung một máy"),
        lazy(
            "Mỗi người đăng nhập bằng số điện thoại riêng. Dùng xong thì mở Của tôi rồi "
            "bấm đăng xuất. Gửi hết mục chờ gửi trước khi đưa máy cho người khác. Đừng để "
            "máy nhớ mã PIN."
        ),
    ),
    "zalo_browser": (
        lazy("Mở từ Zalo bị lỗi"),
        lazy(
            "Trang mở ngay trong Zalo có khi không chụp ảnh, không tải tệp được. "
            "Bấm dấu ba chấm ở góc trên, chọn mở bằng trình duyệt. "
            "Đăng nhập ở trình duyệt đó một lần, lần sau mở là vào."
        ),
    ),
    "printing": (
        lazy("In bảng mã và tem"),
        lazy(
            "Tải tệp về rồi gửi cho tiệm in, hoặc nhờ xã in giúp. Dặn tiệm in đúng cỡ, một trăm "
            "phần trăm, đừng co lại. In thử một tờ, quét thử rồi mới in hết. "
            "Mã QR phải đen trên nền trắng."
        ),
    ),
    "class_code": (
        lazy("Mã lớp học"),
        lazy(
            "Mã lớp có sáu chữ, người dạy viết trên bảng. Quét mã QR của lớp hoặc gõ sáu chữ đó. "
            "Nhập tên và số điện thoại rồi đợi người dạy xác nhận. "
            "Mã không nhận thì hỏi lại từng chữ."
        ),
    ),
    "typed_for_me": (
        lazy("Cán bộ nhập giúp"),
        lazy(
            "Cán bộ có thể nhập giúp khi chưa quen máy. Đọc lại từng dòng, đúng thì bấm xác nhận. "
            "Sai thì sửa hoặc bảo cán bộ sửa. Đừng đưa mã PIN và mật khẩu ngân hàng cho cán bộ."
        ),
    ),
    "deleting": (
        lazy("Xóa cửa hàng, xóa dữ liệu"),
        lazy(
            "Mở Của tôi, bấm Xem, sửa, xóa dữ liệu của tôi, tải một bản về trước khi xóa. "
            "Bấm xóa rồi đọc phần còn phải giữ theo luật. Xóa rồi không lấy lại được. Chỉ "
            "muốn nghỉ bán thì ẩn sản phẩm đi."
        ),
    ),
    "wrong_price": (
        lazy("Gõ nhầm giá"),
        lazy(
            "Mở sản phẩm, bấm Giá bán, gõ lại rồi bấm lưu. Khách thấy giá mới ngay. "
            "Gõ 25k là 25.000 đồng. Đọc dòng chữ dưới ô giá trước khi bấm lưu."
        ),
    ),
    "language": (
        lazy("Đổi ngôn ngữ"),
        lazy(
            "Bấm tên ngôn ngữ ở góc trên bên phải. Chữ trên trang đổi ngay. Tên hàng và "
            "tên cửa hàng giữ nguyên như đã gõ."
        ),
    ),
}
