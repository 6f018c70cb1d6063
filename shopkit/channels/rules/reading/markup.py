"""Descriptions written for web pages, as plain text with its line breaks."""

import re
from html import unescape
from html.parser import HTMLParser

# Between these and what comes before stands an empty line.
PARAGRAPHS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote")
)
BLOCKS = PARAGRAPHS | frozenset(
    (
        "address", "article", "aside", "dd", "div", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "header", "hr", "li", "main", "nav", "section", "tbody", "tfoot",
        "thead", "tr",
    )
)  # fmt: skip
UNSEEN = frozenset(("script", "style", "template", "noscript", "iframe", "svg", "head"))
TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)
INLINE = "a|b|i|u|s|em|strong|span|img|font|small|sub|sup|mark|code"
PAGE_TAG = re.compile(
    rf"</?(?:br|{INLINE}|" + "|".join(sorted(BLOCKS | UNSEEN)) + r")(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
BLOCK_TAG = re.compile(r"</?(?:br|" + "|".join(sorted(BLOCKS)) + r")\b[^<>]*>", re.IGNORECASE)
# A break of the source is no break of the page; it is a blank, but for one at the edge of a line.
SOURCE_BREAK = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v\n]*")
MARK = "\x01"
MANY_BREAKS = re.compile(r"\n{4,}")


class TextOfPage(HTMLParser):
    """Collects what a reader would see; scripts, styles and comments are none of it."""

    def __init__(self, *, keeps_breaks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._keeps_breaks = keeps_breaks
        self._unseen = 0
        self._due = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._put("\n")
        elif tag in BLOCKS:
            self._break(tag)
            if tag == "li":
                self._put("- ")
        elif tag in ("td", "th"):
            self._put(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in UNSEEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in BLOCKS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        text = data if self._keeps_breaks else SOURCE_BREAK.sub(MARK, data)
        if not self._unseen and text.strip(MARK):
            self._put(text)
        elif not self._unseen and self.parts and not self._due:
            self.parts.append(text)

    def _break(self, tag: str) -> None:
        self._due = max(self._due, "\n\n" if tag in PARAGRAPHS else "\n")

    def _put(self, text: str) -> None:
        if self.parts:
            self.parts.append(self._due)
        self._due = ""
        self.parts.append(text)


def has_markup(text: str) -> bool:
    return "<" in text and TAG.search(text) is not None


def is_page(text: str) -> bool:
    """Whether a text was surely written for a page: it has tags that browsers know."""
    return "<" in text and PAGE_TAG.search(text) is not None


def text_of_page(source: str) -> str:
    """The text of a piece of HTML; breaks of the source count only where it has no blocks."""
    if not has_markup(source):
        return unescape(source) if "&" in source else source
    page = TextOfPage(keeps_breaks=BLOCK_TAG.search(source) is None)
    page.feed(source)
    page.close()
    seen = "".join(page.parts).replace("\xa0", " ").split("\n")
    text = "\n".join(line.strip(MARK).replace(MARK, " ") for line in seen)
    return MANY_BREAKS.sub("\n\n", text).strip()
