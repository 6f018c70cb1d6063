"""A small house whose only page shows every part of the look, for tests of the parts themselves."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from flask import Flask, render_template, request
from werkzeug.serving import make_server
from werkzeug.wrappers import Response
from wtforms import FileField, SelectField

from shopkit.app import create_app
from shopkit.config import Config
from shopkit.web.doors import public, repeatable
from shopkit.web.forms import Day, Form, Line, Lines, Money, OneOf, Phone, Tick, Whole

BANKS = [
    ("970436", "Vietcombank", "Ngân hàng TMCP Ngoại thương Việt Nam"),
    ("970415", "VietinBank", "Ngân hàng TMCP Công thương Việt Nam"),
    ("970433", "VietBank", "Ngân hàng TMCP Việt Nam Thương Tín"),
]
ROWS = """{% from "parts/fields.html" import choice_rows %}
{{ choice_rows("bank", rows, status=status) }}"""
SEEN = ("maker", "photo", "price")


class AllFields(Form):
    """One field of each kind."""

    holder = Line("Tên chủ tài khoản", description="Viết như trên ứng dụng ngân hàng")
    phone = Phone("Số điện thoại")
    pin = Line("Mã PIN mới", description="Sáu chữ số")
    price = Money("Giá bán")
    labels = Whole("Số tem")
    made_on = Day("Ngày làm")
    maker = OneOf("Hàng này ai làm?", choices=[("makes", "Tự làm"), ("resells", "Bán lại")])
    bank = Line("Ngân hàng")
    photo = FileField("Ảnh sản phẩm")
    about = Lines("Giới thiệu")
    village = SelectField("Thôn", choices={"1": "Bản Hon", "2": "Nà Tăm"})
    seen = Tick("Đã xem tận nơi")
    report = Tick("Báo cho xã")


@contextmanager
def open_gallery(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve the page; gives its address and the list that every form sent is added to."""
    config = Config(
        data=folder, database_url=f"sqlite:///{folder / 'empty.db'}", secret_key="g" * 40
    )
    app, sent = create_app(config), list[dict[str, Any]]()
    hang_pages(app, sent)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        thread.join()


def hang_pages(app: Flask, sent: list[dict[str, Any]]) -> None:
    steps = iter(
        [{"state": "running", "done": 90, "total": 105, "message": "Đang làm 90 trên 105"}]
    )

    @app.route("/gallery")
    @public
    def gallery() -> str:
        return show_gallery()

    @app.route("/gallery", methods=["POST"], endpoint="send")
    @public
    @repeatable("a page of tests keeps nothing")
    def send() -> str:
        sizes = [len(file.read()) for file in request.files.getlist("photo") if file.filename]
        sent.append({**request.form, "photo_sizes": sizes})
        return "<title>Đã nhận</title>"

    @app.route("/gallery/banks")
    @public
    def banks() -> str:
        text = request.args.get("q", "").lower()
        found = [bank for bank in BANKS if text in bank[1].lower()]
        template = app.jinja_env.from_string(ROWS)
        return template.render(rows=found, status=f"Có {len(found)} ngân hàng khớp")

    @app.route("/gallery/code.png")
    @public
    def code() -> Response:
        file = BytesIO()
        segno.make("ShopKit", error="m").save(file, kind="png", scale=8)
        return app.response_class(file.getvalue(), mimetype="image/png")

    @app.route("/gallery/work")
    @public
    def work() -> Response:
        step = next(steps, {"state": "done", "done": 105, "total": 105, "message": ""})
        return app.json.response(step)


def show_gallery() -> str:
    form = AllFields(
        formdata=None, holder="NGUYỄN THỊ MẪU", price=25_000, labels=105, bank="970436"
    )
    for name in SEEN if request.args.get("errors") else ():
        form.refuse(name, f"Sửa chỗ này: {form[name].label.text}")
    return render_template(
        "gallery.html",
        form=form,
        layout=request.args.get("layout", "seller"),
        nav=[{"url": "/gallery", "icon": "house", "word": "Trang chủ", "current": True}],
        practice=True,
        banks=BANKS,
        qr_image="/gallery/code.png",
        page_url=lambda page: f"/gallery?page={page}",
        work_url="/gallery/work" if request.args.get("work") else "#",
    )
