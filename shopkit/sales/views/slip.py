"""The slip that goes onto the parcel."""

from uuid import UUID

from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.money.shown import shown
from shopkit.paper.document import A6, Column, Document
from shopkit.payments.views.files import file
from shopkit.sales.queries import orders as queries
from shopkit.sales.queries.orders import Standing
from shopkit.sales.views.blueprint import bp
from shopkit.sales.views.choices import own_shop
from shopkit.shops.models.shops import Shop
from shopkit.text.phones import shown_phone
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.state import db

LARGE_MM, ADDRESS_MM = 5.6, 4.4


@bp.route("/sales/<uuid:order_id>/slip.pdf")
def slip(order_id: UUID) -> Response:
    """Who sends what to whom, and what the carrier collects; on A6."""
    own = own_shop()
    found = queries.standing(db.session, own, order_id)
    if not found.order.has_buyer:
        raise NotFound(str(order_id))
    content = slip_of(own, found).render()
    return file(content, "application/pdf", f"phieu-giao-{found.order.number}.pdf")


def slip_of(own: Shop, found: Standing) -> Document:
    order = found.order
    title = _("Phiếu giao hàng – Đơn %(number)s", number=order.number)
    paper = Document(title, language(), made_on=clock.today(), size=A6, margin=8)
    paper.heading(title, 2)
    paper.hint(_("Người nhận"))
    for line in (order.buyer_name, shown_phone(order.buyer_phone) if order.buyer_phone else ""):
        if line:
            paper.paragraph(line, size=LARGE_MM, strong=True)
    if order.buyer_address:
        paper.paragraph(order.buyer_address, size=ADDRESS_MM)
    columns = [Column(_("Hàng"), 4), Column(_("Số lượng"), 1, "right")]
    paper.table(columns, [(line.title, str(line.count)) for line in found.lines])
    paper.paragraph(to_collect(found), size=ADDRESS_MM, strong=True, gap=3)
    if order.note:
        paper.paragraph(order.note)
    sender = [(_("Người gửi"), own.name)]
    if own.contact_phone:
        sender.append((_("Điện thoại"), shown_phone(own.contact_phone)))
    if order.carrier or order.parcel_code:
        sender.append((_("Gửi qua"), " ".join(filter(None, (order.carrier, order.parcel_code)))))
    paper.facts([pair for pair in sender if pair[1]])
    return paper


def to_collect(found: Standing) -> str:
    """What whoever hands it over has to take from the buyer."""
    if found.is_paid:
        return _("Đã trả tiền, không thu thêm.")
    if found.asked_vnd is not None:
        return _("Thu của khách: %(amount)s", amount=shown(found.asked_vnd))
    return _("Chưa trả tiền. Thu của khách: ....................")
