import re

import pytest
from flask import Flask

from qr_labels.stock.catalogue import stocks
from shopkit.traceability.forms.labels import USUAL, stock_choices
from shopkit.traceability.views.event_words import quantity


def test_every_paper_has_words_of_its_own_in_vietnamese(app: Flask) -> None:
    choices = stock_choices(is_all=True)
    words = [str(word) for _key, word in choices]
    assert len(words) == len(set(words)) == len(stocks())
    assert not [word for word in words if re.search(r"\bup\b|margin|gap|across|guess", word)]


def test_the_usual_papers_come_first_and_are_few(app: Flask) -> None:
    assert [key for key, _words in stock_choices(is_all=False)] == list(USUAL)
    assert dict(stock_choices(is_all=False))["avery-l7160"] == (
        "Tờ A4 21 tem, 63,5 × 38,1 mm, có khe giữa các tem, Avery L7160"
    )


@pytest.mark.parametrize(("lang", "shown"), [("vi", "1.500,5\u00a0kg"), ("en", "1,500.5\u00a0kg")])
def test_a_quantity_is_written_as_its_reader_writes_numbers(
    app: Flask, lang: str, shown: str
) -> None:
    with app.test_request_context(f"/?lang={lang}"):
        assert quantity(1_500_500, "kg") == shown
