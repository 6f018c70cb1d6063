"""How money, numbers, days and phone numbers look on every page."""

from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask

from shopkit.clock import LOCAL
from shopkit.money.shown import shown
from shopkit.money.words import in_words, in_words_en
from shopkit.text.accounts import masked_account
from shopkit.text.phones import masked_phone, shown_phone
from shopkit.web.language import SOURCE, language

BABEL_LOCALES = {"vi": "vi_VN", "en": "en_GB"}


def number(value: int | None) -> str:
    """A count with its thousands; a dash when nobody knows."""
    if value is None:
        return "–"
    return format_decimal(value, locale=BABEL_LOCALES[language()])


def money(value: int | None) -> str:
    """An amount as `1.250.000 ₫`, the same in every language, as it stands on the till."""
    return "–" if value is None else shown(value)


def money_words(value: int) -> str:
    return in_words(value) if language() == SOURCE else in_words_en(value)


def day(value: date | datetime | None) -> str:
    """A day as 22/11/2026, where she lives."""
    if value is None:
        return "–"
    local = value.astimezone(LOCAL) if isinstance(value, datetime) else value
    return format_date(local, "dd/MM/y", locale=BABEL_LOCALES[SOURCE])


def moment(value: datetime | None) -> str:
    """A moment as 14:05 22/11/2026, where she lives."""
    return "–" if value is None else value.astimezone(LOCAL).strftime("%H:%M %d/%m/%Y")


def account_grouped(number_: str) -> str:
    """An account number in groups of four, for reading aloud."""
    return " ".join(number_[i : i + 4] for i in range(0, len(number_), 4))


def percent(part: int | None, whole: int | None) -> str:
    """A share without decimals; a dash where there is nothing to divide."""
    if part is None or not whole:
        return "–"
    return f"{round(100 * part / whole)}\N{NO-BREAK SPACE}%"


def add_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        number=number,
        money=money,
        money_words=money_words,
        day=day,
        moment=moment,
        account_grouped=account_grouped,
        account_masked=masked_account,
        percent=percent,
        phone=shown_phone,
        phone_masked=masked_phone,
    )
