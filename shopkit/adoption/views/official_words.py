"""How a published figure is printed: its two numbers, and who published it where."""

from shopkit.adoption.models.targets import OfficialFigure
from shopkit.adoption.views.cell_words import decimal_word, number_word
from shopkit.web.language import gettext as _
from shopkit.web.language import language

SIGNS = {">": ">\N{NO-BREAK SPACE}", "~": "≈\N{NO-BREAK SPACE}", "=": ""}


def official_word(figure: OfficialFigure) -> str:
    """ "69,85 % (25.736/36.845)", or the number alone."""
    tongue = language()
    if figure.denominator:
        part = figure.numerator_hundredths // 100
        share = decimal_word(part, figure.denominator, 100, tongue)
        told = f"{number_word(part, tongue)}/{number_word(figure.denominator, tongue)}"
        return f"{SIGNS.get(figure.operator, '')}{share}\N{NO-BREAK SPACE}% ({told})"
    if figure.numerator_hundredths % 100 == 0:
        plain = number_word(figure.numerator_hundredths // 100, tongue)
    else:
        plain = decimal_word(figure.numerator_hundredths, 100, 1, tongue)
    return SIGNS.get(figure.operator, "") + plain


def source_word(figure: OfficialFigure) -> str:
    """Who published it, in which document."""
    return _(
        "Số chính thức nhập từ %(organisation)s, %(document)s",
        organisation=figure.organisation,
        document=figure.document,
    )
