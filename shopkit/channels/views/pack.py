"""The application pack for exchanges that take goods by hand."""

from uuid import UUID

from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.queries.papers import papers_of
from shopkit.catalog.views.adding import own_shop
from shopkit.catalog.views.paper_words import paper_line, paper_name
from shopkit.channels.actions import pack as actions
from shopkit.channels.forms.pack import PackForm
from shopkit.channels.models.handed_over import MADE
from shopkit.channels.queries import pack as queries
from shopkit.channels.rules.guides import PACK, Guide
from shopkit.channels.rules.pack import MOST_PRODUCTS, PERSONAL
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.channels import known_guide
from shopkit.errors import NotFound
from shopkit.jobs.queries import latest_job_or_none
from shopkit.shops.models.shops import Shop
from shopkit.web.kept import kept_file
from shopkit.web.language import SOURCE, language
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

MB = 1_000_000


def packed_channel(channel: str) -> Guide:
    found = known_guide(channel)
    if PACK not in found.offers:
        raise NotFound(channel)
    return found


@bp.route("/channels/<channel>/pack", methods=["GET", "POST"])
def order_pack(channel: str) -> Response:
    """Which products and papers; a paper with names or addresses only when she ticks it."""
    own, found = own_shop(), packed_channel(channel)
    papers = papers_of(db.session, own)
    form = pack_form(own, list(papers))
    if form.validate_on_submit():
        try:
            asked = actions.ask_pack(
                db.session,
                own,
                channel=found.code,
                product_ids=[UUID(one) for one in form.products.data],
                paper_ids=[UUID(one) for one in form.papers.data],
                owner_id=who().account_id,
                now=clock.now(),
            )
        except actions.NothingToPack:
            form.refuse("products", _("Chọn ít nhất một sản phẩm."))
        except actions.TooManyPacks:
            form.refuse("products", _("Hôm nay đã làm nhiều tệp. Mai làm tiếp."))
        else:
            address = parts().config.public_address
            actions.make_now_or_later(
                db.session, parts().files, asked, address=address, now=clock.now()
            )
            return to(".pack", file_id=asked.id)
    return show(
        "channels/pack.html",
        form=form,
        guide=found,
        most=MOST_PRODUCTS,
        beyond=queries.beyond_count(db.session, own),
        paper_details={str(one.id): paper_detail(one) for one in papers},
        earlier=queries.packs_of(db.session, own, found.code),
    )


def pack_form(shop: Shop, papers: list[Paper]) -> PackForm:
    """All products chosen beforehand; papers only where they name nobody."""
    form = PackForm()
    titles = queries.titles_on_show(db.session, shop)
    form.products.choices = [(str(product_id), title) for product_id, title in titles]
    form.papers.choices = [(str(one.id), paper_name(one)) for one in papers if one.files]
    if not form.is_submitted():
        form.products.data = [str(product_id) for product_id, _ in titles]
        form.papers.data = [str(one.id) for one in papers if one.files and one.kind not in PERSONAL]
    return form


def paper_detail(paper: Paper) -> str:
    """Its number and issuer, and that it may name somebody."""
    warning = _("Có thể có tên, địa chỉ, số giấy tờ") if paper.kind in PERSONAL else ""
    return ". ".join(part for part in (paper_line(paper), warning) if part)


@bp.route("/packs/<uuid:file_id>")
def pack(file_id: UUID) -> Response:
    """How far the pack is; then what is in it and what is missing."""
    asked = queries.pack(db.session, own_shop(), file_id)
    return show(
        "channels/pack_made.html",
        pack=asked,
        size=size_in_words(asked.weight_bytes),
        guide=known_guide(asked.channel),
        job=latest_job_or_none(db.session, actions.JOB, asked.id),
        lacking=[one for one in asked.findings if "lacks" in one],
        papers=[one["paper"] for one in asked.findings if "paper" in one],
        refused=[one["refused"] for one in asked.findings if "refused" in one],
    )


def size_in_words(weight_bytes: int) -> str:
    """How heavy a file is, as phones say it: 340 KB, or 2,4 MB."""
    if weight_bytes < MB:
        return f"{max(1, weight_bytes // 1000)} KB"
    text = f"{weight_bytes / MB:.1f} MB"
    return text.replace(".", ",") if language() == SOURCE else text


@bp.route("/packs/<uuid:file_id>/ho-so.zip")
def pack_file(file_id: UUID) -> Response:
    asked = queries.pack(db.session, own_shop(), file_id)
    if asked.state != MADE or asked.file is None:
        raise NotFound(str(file_id))
    response = kept_file(actions.shelf(parts().files), asked.file, "application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
