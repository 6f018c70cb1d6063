"""Sheet files drawn for the tests, and the same with their pages changed."""

import re
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from qr_labels.drawing.labels import Label
from qr_labels.drawing.sheet import draw_sheets
from qr_labels.payload import serials
from qr_labels.stock.catalogue import stock

ADDRESS = "HTTPS://SHOPKIT.VN/T/"
_STREAM = re.compile(rb"<</Filter/FlateDecode/Length (\d+)>>\nstream\n")


def drawn(
    folder: Path,
    count: int = 0,
    stock_key: str = "tomy-145-a",
    *,
    codes: Sequence[str] | None = None,
) -> tuple[Path, list[str]]:
    """One file of these or fresh codes, and the codes."""
    asked = list(codes or serials.codes(count))
    files = draw_sheets(
        asked,
        address=ADDRESS,
        content=Label("Mật ong bạc hà"),
        stock=stock(stock_key),
        out=folder / "labels.pdf",
    )
    assert len(files) == 1
    return files[0], asked


def with_page_changed(path: Path, page: int, change: Callable[[bytes], bytes]) -> Path:
    """The file with one page's operators changed, all else, the cross-references too, in order."""
    content = path.read_bytes()
    head = list(_STREAM.finditer(content))[page]
    length = int(head[1])
    operators = zlib.decompress(content[head.end() : head.end() + length])
    changed = change(operators)
    assert changed != operators
    packed = zlib.compress(changed)
    stream = b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed
    end = head.end() + length
    rebuilt = content[: head.start()] + stream + content[end:]
    grown = len(stream) - (end - head.start())

    def moved(match: re.Match[bytes]) -> bytes:
        offset = int(match[1])
        return b"%010d" % (offset + grown if offset > head.start() else offset) + match[2]

    table = rebuilt.rindex(b"xref\n0 ")
    tail = re.sub(rb"(\d{10})( \d{5} n)", moved, rebuilt[table:])
    tail = re.sub(rb"startxref\n\d+", b"startxref\n%d" % table, tail)
    path.write_bytes(rebuilt[:table] + tail)
    return path
