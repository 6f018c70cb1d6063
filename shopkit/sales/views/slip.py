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

# Name and phone, then the address.
SIZES_MM = ((5.6, 4.4), (4.8, 3.9), (4.2, 3.5), (3.9, 3.2))
NOTE_MM = 3.7


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
    """As large as all of it stands on one sheet; large on several where nothing helps."""
    for sizes in SIZES_MM:
        paper = slip_in(own, found, *sizes)
        if paper.page_count == 1:
            return paper
    return slip_in(own, found, *SIZES_MM[0])


def slip_in(own: Shop, found: Standing, large_mm: float, address_mm: float) -> Document:
    """Who and how much to collect come first: a second sheet only ever holds goods and a note."""
    order = found.order
    title = _("Phiếu giao hàng – Đơn %(number)s", number=order.number)
    paper = Document(title, language(), made_on=clock.today(), size=A6, margin=9)
    paper.heading(title, 2)
    paper.facts(sender_of(own, found), share=0.3)
    paper.hint(_("Người nhận"))
    for line in (order.buyer_name, shown_phone(order.buyer_phone) if order.buyer_phone else ""):
        if line:
            paper.paragraph(line, size=large_mm, strong=True)
    if order.buyer_address:
        paper.paragraph(order.buyer_address, size=address_mm)
    paper.paragraph(to_collect(found), size=address_mm, strong=True, gap=3)
    columns = [Column(_("Hàng"), 4), Column(_("Số lượng"), 1.1, "right")]
    paper.table(columns, [(line.title, str(line.count)) for line in found.lines])
    if order.note:
        paper.paragraph(order.note, size=min(NOTE_MM, address_mm))
    return paper


def sender_of(own: Shop, found: Standing) -> list[tuple[str, str]]:
    order, sender = found.order, [(_("Người gửi"), own.name)]
    if own.contact_phone:
        sender.append((_("Điện thoại"), shown_phone(own.contact_phone)))
    if order.carrier or order.parcel_code:
        sender.append((_("Gửi qua"), " ".join(filter(None, (order.carrier, order.parcel_code)))))
    return [pair for pair in sender if pair[1]]


def to_collect(found: Standing) -> str:
    """What whoever hands it over has to take from the buyer."""
    if found.is_paid:
        return _("Đã trả tiền, không thu thêm.")
    if found.asked_vnd is not None:
        return _("Thu của khách: %(amount)s", amount=shown(found.asked_vnd))
    return _("Chưa trả tiền. Thu của khách: ....................")
