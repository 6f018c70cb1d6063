"""The form that brings a bank statement."""

from collections.abc import Sequence

from shopkit.imports.forms import FileForm
from shopkit.web.forms import OneOf
from shopkit.web.language import lazy_gettext as lazy


class StatementForm(FileForm):
    """The file, and the account it is of."""

    account = OneOf(
        lazy("Sao kê của tài khoản nào?"), needed=lazy("Chọn tài khoản của sao kê này.")
    )


def statement_form(accounts: Sequence[tuple[str, str]]) -> StatementForm:
    """The form for these accounts; a single one is chosen beforehand."""
    form = StatementForm()
    form.account.choices = list(accounts)
    if len(accounts) == 1 and not form.is_submitted():
        form.account.data = accounts[0][0]
    return form
