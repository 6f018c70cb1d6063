"""What to call a phone or computer in the list of sign-ins, from what its browser says."""

import re

SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"CrOS", "Chromebook"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "Mac"),
    (r"Linux", "Linux"),
)
# Zalo opens links in a browser of its own; the ones that disguise themselves come first.
BROWSERS = (
    (r"Zalo", "Zalo"),
    (r"coc_coc", "Cốc Cốc"),
    (r"SamsungBrowser", "Samsung Internet"),
    (r"Edg", "Edge"),
    (r"OPR|Opera", "Opera"),
    (r"UCBrowser", "UC Browser"),
    (r"Firefox|FxiOS", "Firefox"),
    (r"Chrome|CriOS", "Chrome"),
    (r"Safari", "Safari"),
)
# Chrome now says "K" instead of the model.
MODEL = re.compile(r"Android [^;)]*; (?!K\b)([A-Za-z0-9][A-Za-z0-9 _\-]{1,24}?)(?: Build|[;)])")


def device_name(user_agent: str) -> str:
    """Such as "SM-A125F, Chrome"; empty when the browser says nothing we know."""
    agent = user_agent[:400]
    model = MODEL.search(agent)
    system = model[1] if model else first_known(SYSTEMS, agent)
    return ", ".join(part for part in (system, first_known(BROWSERS, agent)) if part)


def first_known(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")
