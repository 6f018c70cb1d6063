"""Bank statements: bringing a file, and how the pages of its import speak."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from qr_labels.payload import banks
from shopkit import clock
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.specs import Spec, Words
from shopkit.imports.models import Import
from shopkit.imports.queries import imports_of_shop
from shopkit.imports.views.arriving import arrived_file
from shopkit.imports.views.running import go_on
from shopkit.imports.views.showing import state_badges
from shopkit.payments.actions.statements import (
    KEPT,
    NAMES_ANOTHER,
    NO_DIRECTION,
    PLACED,
    STATEMENT,
    StatementCheck,
    keep,
)
from shopkit.payments.forms.statements import statement_form
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import account as account_of
from shopkit.payments.queries.accounts import all_accounts_of
from shopkit.payments.rules import statements as rules
from shopkit.payments.rules import statements_columns as names
from shopkit.payments.views.blueprint import bp
from shopkit.shops.queries.shops import shop
from shopkit.text.accounts import masked_account
from shopkit.web.doors import takes_tables
from shopkit.web.language import LazyText, ngettext
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show
from shopkit.web.state import db, parts, who

COLUMNS: dict[str, LazyText] = {
    names.CAME: lazy("Ngày giao dịch"),
    names.TIME: lazy("Giờ"),
    names.MEMO: lazy("Nội dung"),
    names.CREDIT: lazy("Tiền vào"),
    names.DEBIT: lazy("Tiền ra"),
    names.AMOUNT: lazy("Số tiền, cả vào lẫn ra"),
    names.MARK: lazy("Dấu ghi tiền vào hay ra"),
    names.BALANCE: lazy("Số dư"),
    names.REFERENCE: lazy("Số tham chiếu"),
    names.ACCOUNT: lazy("Số tài khoản của sao kê"),
    names.PARTNER: lazy("Người chuyển hoặc nhận"),
    names.CURRENCY: lazy("Loại tiền"),
}
REASONS: dict[str, LazyText] = {
    rules.Apart.WENT_OUT: lazy("Tiền ra, không lấy"),
    rules.Apart.EMPTY: lazy("Dòng không có tiền vào hay ra"),
    rules.Apart.SUM: lazy("Dòng cộng hoặc số dư"),
    rules.Apart.NOTE: lazy("Dòng ghi chú"),
    rules.Apart.OTHER_ACCOUNT: lazy("Dòng của tài khoản khác"),
    rules.Apart.OTHER_CURRENCY: lazy("Dòng không phải tiền đồng"),
    rules.Apart.NO_DAY: lazy("Có tiền nhưng không có ngày"),
    rules.Apart.BOTH_WAYS: lazy("Vừa có tiền vào vừa có tiền ra"),
    rules.Apart.LESS_THAN_NOTHING: lazy("Tiền vào là số âm"),
    rules.Apart.IN_FUTURE: lazy("Ngày giao dịch chưa tới"),
    "known": lazy("Đã biết từ trước: tệp khác hoặc ngân hàng đã báo"),
}
WARNINGS: dict[str, LazyText] = {
    NAMES_ANOTHER: lazy(
        "Tệp này ghi số tài khoản khác. Xem lại đã chọn đúng tài khoản chưa, trước khi lấy."
    ),
    NO_DIRECTION: lazy(
        "Tệp không ghi tiền vào hay tiền ra. Mọi dòng đang được coi là tiền vào: xem kỹ trước "
        "khi lấy."
    ),
}


@bp.route("/money/statements", methods=["GET", "POST"])
@takes_tables
def statements() -> Response:
    """Choose the account and send the file; below, the files sent before."""
    with parts().database.reading() as looking:  # while the file is read, others may write
        own = shop(looking, who())
        accounts = all_accounts_of(looking, own)
        earlier = imports_of_shop(looking, own.id, STATEMENT)
    if not accounts:
        return redirect(url_for(".choose_bank"))
    form = statement_form([(str(one.id), account_word(one)) for one in accounts])
    arrived = arrived_file(form)
    if arrived is None:
        states = state_badges()
        return show("payments/statements.html", form=form, earlier=earlier, states=states)
    account = account_of(db.session, shop(db.session, who()), UUID(form.account.data))
    brought = bring(
        db.session,
        parts().files,
        SPEC,
        import_id=arrived.import_id,
        rows_file=arrived.rows_file,
        name=arrived.name,
        owner_id=who().account_id,
        shop_id=account.shop_id,
        commune_code=account.commune_code,
        subject_id=account.id,
        family=account.bin,
        now=clock.now(),
    )
    return go_on(brought)


def account_word(account: PaymentAccount) -> str:
    bank = banks.by_bin(account.bin)
    bank_word = bank.short_name if bank else account.bin
    word = f"{bank_word} {masked_account(account.number)} {account.label}".strip()
    return _("%(account)s, đã thôi dùng", account=word) if account.ended_at else word


def good(n: int) -> str:
    return ngettext("%(num)s khoản tiền vào", "%(num)s khoản tiền vào", n)


def take(n: int) -> str:
    return ngettext("Lấy %(num)s khoản tiền vào", "Lấy %(num)s khoản tiền vào", n)


def added(n: int) -> str:
    return ngettext("Đã lấy %(num)s khoản tiền vào", "Đã lấy %(num)s khoản tiền vào", n)


def more(name: str, n: int) -> str:
    if name != PLACED:
        return ""
    return ngettext("%(num)s khoản khớp mã yêu cầu", "%(num)s khoản khớp mã yêu cầu", n)


def done_url(_brought: Import) -> str:
    return url_for("payments.money")


SPEC = Spec(
    kind=STATEMENT,
    wanted=names.WANTED,
    kept=KEPT,
    begin_check=StatementCheck,
    keep=keep,
    leaves_out=rules.leaves_out,
    goes_on=rules.goes_on,
    words=Words(
        title=lambda: _("Sao kê ngân hàng"),
        column=lambda name: str(COLUMNS[name]),
        reason=lambda reason: str(REASONS.get(reason, reason)),
        warning=lambda warning: str(WARNINGS.get(warning, warning)),
        good=good,
        take=take,
        added=added,
        more=more,
        begin_url=lambda: url_for("payments.statements"),
        done_url=done_url,
        done_word=lambda: _("Xem tiền vào"),
    ),
)
