"""Filling the upload sheet of a seller's own shop on Shopee."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.views.adding import own_shop
from shopkit.catalog.views.advice_words import mend_word, sentence, way_to_mend
from shopkit.channels.actions import template as actions
from shopkit.channels.forms.template import SheetForm
from shopkit.channels.models.handed_over import Template
from shopkit.channels.queries import template as queries
from shopkit.channels.queries.files import is_reachable
from shopkit.channels.rules.guides import TEMPLATE, Guide
from shopkit.channels.rules.template import (
    NAME_KEY,
    NEEDED_KEYS,
    Judged,
    missing_keys,
    unknown_keys,
)
from shopkit.channels.rules.template_sheet import FIRST_DATA_ROW, NoKeyRow
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.channels import known_guide
from shopkit.errors import NotFound
from shopkit.imports.views.arriving import ADVICE, plain_name
from shopkit.sheets.flaws import SheetRefused
from shopkit.shops.models.shops import Shop
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 120
MOST_NAMED = 200
KEY_WORDS: dict[str, LazyText] = {
    NAME_KEY: lazy("Tên hàng"),
    "ps_product_description": lazy("Mô tả"),
    "ps_sku_parent_short": lazy("Mã hàng chung"),
    "et_title_variation_integration_no": lazy("Mã nối các loại"),
    "et_title_variation_1": lazy("Tên kiểu phân loại 1"),
    "et_title_option_for_variation_1": lazy("Loại 1"),
    "et_title_image_per_variation": lazy("Ảnh từng loại"),
    "et_title_variation_2": lazy("Tên kiểu phân loại 2"),
    "et_title_option_for_variation_2": lazy("Loại 2"),
    "ps_price": lazy("Giá"),
    "ps_stock": lazy("Số hàng còn"),
    "ps_sku_short": lazy("Mã hàng"),
    "ps_gtin_code": lazy("Mã vạch"),
    "ps_item_cover_image": lazy("Ảnh chính"),
    "ps_weight": lazy("Cân nặng"),
    "ps_length": lazy("Chiều dài"),
    "ps_width": lazy("Chiều rộng"),
    "ps_height": lazy("Chiều cao"),
}


def sheet_channel(channel: str) -> Guide:
    found = known_guide(channel)
    if TEMPLATE not in found.offers:
        raise NotFound(channel)
    return found


@bp.route("/channels/<channel>/template", methods=["GET", "POST"])
def template(channel: str) -> Response:
    """Send the blank sheet; then see what it is filled with, and what the channel answered."""
    found = sheet_channel(channel)
    form = SheetForm()
    arrived, name = arrived_sheet(form)
    own = own_shop()
    if arrived:
        kept = actions.keep_sheet(
            db.session,
            parts().files,
            own,
            arrived,
            channel=found.code,
            name=name,
            now=clock.now(),
        )
        flash(kept_sentence(kept), "good")
        return to(".template", channel=found.code)
    blank = queries.sheet_or_none(db.session, own, found.code, queries.BLANK)
    answer = queries.sheet_or_none(db.session, own, found.code, queries.ANSWER)
    return show(
        "channels/template.html",
        form=form,
        guide=found,
        blank=blank,
        answer=answer,
        **(look_of(own, blank, part_asked(own)) if blank else {}),
    )


def kept_sentence(kept: Template) -> str:
    if kept.keys["kind"] == queries.ANSWER:
        return _("Đã đọc lý do sàn trả lại. Xem bên dưới.")
    return _("Đã đọc mẫu. Xem sản phẩm nào được điền rồi tải về.")


def arrived_sheet(form: SheetForm) -> tuple[actions.Arrived | None, str]:
    """The sheet that was sent, with its keys found, and its name; or the form says why not."""
    if not form.validate_on_submit() or form.file.data is None:
        return None, ""
    stream = form.file.data.stream
    name = plain_name(form.file.data.filename or "")[:LONGEST_NAME]
    try:
        return actions.read_sheet(stream.read()), name
    except SheetRefused as refusal:
        form.refuse("file", ADVICE[refusal.flaw])
    except NoKeyRow:
        form.refuse(
            "file",
            _(
                "Tệp này không phải mẫu đăng nhiều hàng của Shopee. Vào trang bán hàng của Shopee"
                " trên máy tính, tải mẫu trống của gian hàng rồi gửi lại."
            ),
        )
    finally:
        stream.seek(0)  # what was sent is compared with what came before under its key
    return None, ""


def part_asked(shop: Shop) -> int:
    """Which part of many listings the sheet is for."""
    part = request.args.get("part", 1, type=int)
    if not 1 <= part <= max(1, queries.part_count(db.session, shop)):
        raise NotFound(str(part))
    return part


def look_of(shop: Shop, blank: Template, part: int) -> dict[str, Any]:
    """What a sheet would be filled with now."""
    address = parts().config.public_address
    today = clock.today()
    filling = actions.filling_of(db.session, shop, address=address, on=today, part=part)
    keys = actions.place_of(blank).columns
    missing = missing_keys(keys)
    return {
        "taken": filling.taken,
        "part": part,
        "part_count": queries.part_count(db.session, shop),
        "row_count": len(filling.rows),
        "left_out_count": len(filling.left_out),
        "left_out": [(one.record, reasons_of(one)) for one in filling.left_out[:MOST_NAMED]],
        "is_cut": filling.is_cut,
        "missing": [KEY_WORDS[key] for key in missing if key in KEY_WORDS],
        "lacks_needed": any(key in NEEDED_KEYS for key in missing),
        "unknown": unknown_keys(keys),
        "first_row": actions.place_of(blank).first_row,
        "is_appended": actions.place_of(blank).first_row > FIRST_DATA_ROW,
        "has_addresses": is_reachable(address),
    }


def reasons_of(verdict: Judged) -> list[tuple[str, str, str]]:
    """Why a listing stays out: a sentence, the word of the button and where it leads."""
    product_id = verdict.record.id
    told = [
        (sentence(one), mend_word(one.part), way_to_mend(one.part, product_id))
        for one in verdict.refused
    ]
    for claim in verdict.claims:
        words = _("Bỏ chữ “%(words)s”.", words=claim.words)
        told.append((words, mend_word(claim.place), way_to_mend(claim.place, product_id)))
    if verdict.has_many_levels:
        words = _("Mẫu của Shopee chỉ có hai kiểu phân loại.")
        told.append((words, mend_word("variants"), way_to_mend("variants", product_id)))
    return told


@bp.route("/templates/<uuid:template_id>/filled.xlsx")
def filled_template(template_id: UUID) -> Response:
    """Her own sheet with her listings in it, to be uploaded by herself."""
    own = own_shop()
    found = queries.sheet(db.session, own, template_id)
    if found.keys["kind"] != queries.BLANK:
        raise NotFound(str(template_id))
    address = parts().config.public_address
    part, today = part_asked(own), clock.today()
    filling = actions.filling_of(db.session, own, address=address, on=today, part=part)
    content = actions.filled_sheet(parts().files, found, filling.rows)
    response = current_app.response_class(content, mimetype=XLSX)
    name = f"{found.channel}-da-dien-{today.isoformat()}-{part}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.route("/templates/<uuid:template_id>/remove", methods=["POST"])
def remove_template(template_id: UUID) -> Response:
    found = queries.sheet(db.session, own_shop(), template_id)
    actions.remove_sheet(db.session, found, now=clock.now())
    flash(_("Đã bỏ tệp."), "good")
    return to(".template", channel=found.channel)
