"""Characters that change what a reader sees without being seen."""

import re

# Controls (Cc), line and paragraph separators (Zl, Zp), lone surrogates (Cs), invisible format
# characters with the direction overrides (Cf), and the letters that show nothing (fillers,
# joiners). The two variation selectors that emoji use (FE0E, FE0F) hide nothing and may stay.
_HIDDEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    "]"
)


def hidden_in(text: str) -> str | None:
    """The first control or invisible character, as U+202E; None when there is none."""
    if text.isascii() and text.isprintable():
        return None
    found = _HIDDEN.search(text)
    return f"U+{ord(found.group()):04X}" if found else None
