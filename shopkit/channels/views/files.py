"""Pages of channel files: what a channel would say, making the file, and getting it."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.views.adding import own_shop
from shopkit.channels.actions import files as actions
from shopkit.channels.forms.files import FileForm
from shopkit.channels.models.handed_over import MADE, ChannelFile
from shopkit.channels.queries import files as queries
from shopkit.channels.rules.layouts.layout import Layout
from shopkit.channels.rules.layouts.shelf import CHANNELS, layout, layouts_of
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.file_words import (
    certainty_words,
    channel_name,
    file_words,
    kinds_of,
    looked_through,
    reasons_told,
)
from shopkit.errors import NotFound
from shopkit.jobs.queries import latest_job_or_none
from shopkit.shops.models.shops import Shop
from shopkit.web.kept import kept_file
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

# So many are looked through while she waits; the file itself looks through all.
MOST_LOOKED, MOST_TO_CHOOSE = 200, 200
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@bp.app_context_processor
def words_of_files() -> dict[str, object]:
    return {"file_channel": channel_name, "file_words": file_words, "file_layout": layout}


@bp.route("/channels/files")
def channel_files() -> Response:
    """Where files are made for, and those made lately."""
    found = queries.channel_files_of(db.session, own_shop())
    return show("channels/files.html", channels=CHANNELS, files=found)


@bp.route("/channels/<channel>/file", methods=["GET", "POST"])
def channel_file(channel: str) -> Response:
    """Which listings the channel would not take, and the form that makes the file."""
    layouts, own = layouts_of(channel), own_shop()
    form = FileForm()
    form.form.choices = [*kinds_of(layouts)]
    if request.method == "GET":
        form.form.data = layouts[0].form
    if form.validate_on_submit():
        answer = asked(own, form, layout(channel, form.form.data))
        if answer:
            return answer
    return file_page(own, channel, form, layouts)


def asked(own: Shop, form: FileForm, wanted: Layout) -> Response | None:
    """The answer to a form that asks for a file; none where the form says what is in the way."""
    try:
        made = actions.ask_file(
            db.session,
            own,
            wanted,
            product_ids=ids_sent(),
            with_photos=form.photos.data,
            owner_id=who().account_id,
            now=clock.now(),
        )
    except actions.NothingChosen:
        form.refuse(
            "form", _("Chưa có sản phẩm nào để vào tệp. Đăng sản phẩm hoặc chọn sản phẩm khác.")
        )
    except actions.TooManyFiles as refusal:
        told = _(
            "Hôm nay đã tạo %(limit)s tệp. Mai tạo tiếp, hoặc dùng tệp đã có bên dưới.",
            limit=refusal.limit,
        )
        form.refuse("form", told)
    else:
        address = parts().config.public_address
        if not actions.make_at_once(db.session, parts().files, made, address=address):
            actions.make_later(db.session, made, now=clock.now())
        return to(".made_file", made_id=made.id)
    return None


def ids_sent() -> list[UUID] | None:
    """The products ticked, none for all; what is no product of hers is passed over later."""
    sent = request.form.getlist("product")
    return [UUID(text) for text in sent if is_id(text)] if sent else None


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def file_page(own: Shop, channel: str, form: FileForm, layouts: list[Layout]) -> Response:
    shown = next((one for one in layouts if one.form == form.form.data), layouts[0])
    address = parts().config.public_address
    count = queries.listing_count(db.session, own, shown)
    records = queries.first_records(
        db.session, own, shown, address=address, on=clock.today(), most=MOST_LOOKED
    )
    looked = looked_through(records, shown, clock.today())
    return show(
        "channels/file.html",
        form=form,
        channel=channel,
        table=shown,
        certainty=certainty_words(shown),
        count=count,
        looked_count=len(records),
        refused=[one for one in looked if one.refused],
        minded=[one for one in looked if one.minded and not one.refused],
        products=queries.titles_of(db.session, own, shown, MOST_TO_CHOOSE),
        ticked=set(request.form.getlist("product")),
        is_reachable=queries.is_reachable(address),
        files=queries.channel_files_of(db.session, own, channel)[:10],
    )


@bp.route("/channels/files/<uuid:made_id>")
def made_file(made_id: UUID) -> Response:
    """A file that is being made or finished: what is in it, what was left out and why."""
    own = own_shop()
    found = queries.channel_file(db.session, own, made_id)
    ids = {UUID(product) for one in found.findings for product in one["products"]}
    told = reasons_told(found.findings, queries.titles_by_id(db.session, own, ids))
    return show(
        "channels/made_file.html",
        file=found,
        table=layout(found.channel, found.form),
        job=None if found.state == MADE else latest_job_or_none(db.session, actions.JOB, found.id),
        refused=[one for one in told if one.keeps_out],
        minded=[one for one in told if not one.keeps_out],
        is_reachable=queries.is_reachable(parts().config.public_address),
    )


@bp.route("/channels/files/<uuid:made_id>/again", methods=["POST"])
def file_again(made_id: UUID) -> Response:
    """The same file once more, of the products as they are now."""
    own = own_shop()
    before = queries.channel_file(db.session, own, made_id)
    try:
        made = actions.ask_file(
            db.session,
            own,
            layout(before.channel, before.form),
            product_ids=actions.chosen(before),
            with_photos=bool(before.wishes.get("photos")),
            owner_id=who().account_id,
            now=clock.now(),
        )
    except (actions.NothingChosen, actions.TooManyFiles):
        flash(_("Chưa tạo lại được tệp này. Mở trang tạo tệp để xem vì sao."), "wait")
        return to(".channel_file", channel=before.channel)
    address = parts().config.public_address
    if not actions.make_at_once(db.session, parts().files, made, address=address):
        actions.make_later(db.session, made, now=clock.now())
    return to(".made_file", made_id=made.id)


@bp.route("/channels/files/<uuid:made_id>/download")
def channel_file_download(made_id: UUID) -> Response:
    found = queries.channel_file(db.session, own_shop(), made_id)
    return handed_out(found)


def handed_out(found: ChannelFile) -> Response:
    if found.file is None:
        raise NotFound(str(found.id))
    ending = found.name.rpartition(".")[2]
    response = kept_file(actions.shelf(parts().files), found.file, TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
