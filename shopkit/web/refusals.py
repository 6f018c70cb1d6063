"""Pages for what cannot be done: a sentence, what to do next, never a trace."""

import uuid

import structlog
from flask import Flask, current_app, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from shopkit.db.files import FilesAway
from shopkit.db.types import TextRefused
from shopkit.errors import Conflict, NotFound, Refusal
from shopkit.web.answers import KeyMissing, KeyReused, wants_json
from shopkit.web.language import gettext as _

log = structlog.get_logger()


def answer_refusals(app: Flask) -> None:
    """Register an answer for each refusal and for what nobody foresaw."""
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(404, not_found)
    app.register_error_handler(CSRFError, form_too_old)
    app.register_error_handler(KeyMissing, key_missing)
    app.register_error_handler(KeyReused, key_reused)
    app.register_error_handler(StaleDataError, changed_meanwhile)
    app.register_error_handler(Conflict, changed_meanwhile)
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(TextRefused, text_refused)
    app.register_error_handler(413, too_large)
    app.register_error_handler(SecurityError, wrong_host)
    app.register_error_handler(HTTPException, other_http)
    app.register_error_handler(OperationalError, database_trouble)
    app.register_error_handler(FilesAway, files_away)
    app.register_error_handler(Exception, unforeseen)


def refusal_page(status: int, word: str, title: str, advice: str, number: str = "") -> Response:
    """The one page of all refusals, or the same as JSON."""
    if wants_json():
        response = jsonify({"error": word, "message": title, "advice": advice})
    else:
        page = render_template("refusal.html", title=title, advice=advice, number=number)
        response = current_app.response_class(page)
    response.status_code = status
    return response


def not_found(_error: Exception) -> Response:
    return refusal_page(
        404,
        "not_found",
        _("Không tìm thấy trang này"),
        _("Xem lại địa chỉ trang, hoặc về trang đầu."),
    )


def form_too_old(_error: Exception) -> Response:
    return refusal_page(
        400,
        "csrf",
        _("Trang này mở đã lâu"),
        _("Bấm nút quay lại, tải lại trang rồi gửi lần nữa. Chưa có gì bị thay đổi."),
    )


def key_missing(_error: Exception) -> Response:
    return refusal_page(
        400,
        "key_missing",
        _("Chưa gửi được"),
        _("Tải lại trang rồi gửi lần nữa. Chưa có gì bị thay đổi."),
    )


def key_reused(_error: Exception) -> Response:
    return refusal_page(
        422,
        "key_reused",
        _("Trang này đã gửi một lần với nội dung khác"),
        _("Mở lại trang từ đầu để nhập nội dung mới. Nội dung đã gửi trước vẫn còn."),
    )


def changed_meanwhile(_error: Exception) -> Response:
    return refusal_page(
        409,
        "conflict",
        _("Có người vừa sửa mục này"),
        _("Mở lại mục này để xem bản mới, rồi sửa tiếp. Bản của người kia vẫn còn nguyên."),
    )


def refused(problem: Exception) -> Response:
    """A refusal that no page has words for: nothing was changed, and nobody's fault it is."""
    log.warning("refused", kind=type(problem).__name__, endpoint=request.endpoint)
    return refusal_page(
        409,
        "refused",
        _("Chưa làm được việc này"),
        _("Chưa có gì bị thay đổi. Về trang đầu và thử lại."),
    )


def text_refused(error: Exception) -> Response:
    return refusal_page(
        error.code or 400 if isinstance(error, HTTPException) else 400,
        "text",
        _("Chữ gửi lên quá dài hoặc có ký tự lạ"),
        _("Quay lại, nhập ngắn hơn và bỏ các ký tự lạ rồi gửi lần nữa."),
    )


def too_large(error: Exception) -> Response:
    if request.mimetype != "multipart/form-data":
        return text_refused(error)
    advice = _("Chọn ảnh dưới 15 MB, hoặc chụp lại bằng máy ảnh của điện thoại.")
    if hasattr(current_app.view_functions.get(request.endpoint or ""), "takes_tables"):
        advice = _("Chia thành nhiều tệp nhỏ hơn, mỗi tệp dưới 20 MB, rồi gửi từng tệp.")
    return refusal_page(413, "too_large", _("Tệp gửi lên quá lớn"), advice)


def wrong_host(_error: Exception) -> Response:
    """Without an address of ours no page can be drawn, since it could not link to anything."""
    sentence = _("Mở lại bằng đúng địa chỉ của trang.")
    return current_app.response_class(sentence, status=400, mimetype="text/plain")


def other_http(error: HTTPException) -> Response:
    status = error.code or 500
    return refusal_page(
        status,
        "refused",
        _("Chưa làm được việc này"),
        _("Về trang đầu và thử lại. Nếu vẫn vậy, nhờ giúp như ghi ở cuối trang."),
    )


def database_trouble(error: OperationalError) -> Response:
    return unforeseen(error, status=503)


def files_away(error: FilesAway) -> Response:
    """The store of photos does not answer; the records do, and nothing was changed."""
    log.warning("files away", endpoint=request.endpoint, exc_info=error)
    if request.method in ("GET", "HEAD"):
        title = _("Ảnh và tệp chưa mở được")
        advice = _("Thử lại sau ít phút. Ảnh và tệp vẫn còn.")
    else:
        title = _("Ảnh và tệp chưa gửi được")
        advice = _("Chờ ít phút, bấm nút quay lại rồi gửi lần nữa. Chữ đã lưu trước đó vẫn còn.")
    response = refusal_page(503, "files_away", title, advice)
    response.headers["Retry-After"] = "60"
    return response


def unforeseen(error: Exception, status: int = 500) -> Response:
    """Something nobody foresaw: logged with a number that the person can read out."""
    number = uuid.uuid4().hex[:8].upper()
    g.who = g.get("who")  # whoever asked: looking her up again could fail in the same way
    log.error("unforeseen", number=number, endpoint=request.endpoint, exc_info=error)
    return refusal_page(
        status,
        "unforeseen",
        _("Trang đang gặp trục trặc"),
        _("Thử lại sau ít phút. Những gì đã lưu vẫn còn."),
        number,
    )
