import pytest

from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import SymbolUnread, proved


@pytest.mark.parametrize(
    "text", ["HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A", "Mật ong Hà Giang", "café", "漢字", "0123456789"]
)
def test_a_symbol_that_reads_as_its_text_is_given_back(text: str) -> None:
    drawn = symbol(text)
    assert proved(drawn) is drawn


def test_a_picture_of_another_text_is_refused() -> None:
    with pytest.raises(SymbolUnread, match="does not read"):
        proved(symbol("ABC"), symbol("ABD").png())
