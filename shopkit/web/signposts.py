"""Addresses on upper floors that lower ones must point to, handed down by the application."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, url_for

SIGN_IN, KEEP = "sign_in", "keep"
# Where a shop is asked whether amounts are kept, and whether they may be added up.
BOOK, SHARE_AMOUNTS = "book", "share_amounts"
# Where a sale is noted whose code was shown on the pad.
SELL_REQUEST = "sell_request"
# What a trainer does about the money of a shop, and the stands of a whole class.
STALL, CLASS_STANDS = "stall", "class_stands"
# Where products are brought in from a file.
BRING_PRODUCTS = "bring_products"
# The papers of the person who sits beside a trainer.
PAPERS_BESIDE = "papers_beside"
# What buyers see of a shop, and how its seller changes it.
FRONT = "front"
# Where a product is listed, its share kit, and where the shop of somebody else sells.
LISTED_OF, KIT, CHANNELS_BESIDE = "listed_of", "kit", "channels_beside"
# Where a helper notes that she helped a shop.
GIVE_HELP = "give_help"
# What a branch has done, and what was seen of somebody in classes.
BRANCH_REPORT, SKILLS_OF = "branch_report", "skills_of"
# Who helped her, for her to confirm, and the lessons on staying safe.
OWN_HELP, LESSONS = "own_help", "lessons"
# The files of a shop for channels, and its own sheet.
CHANNEL_FILES = "files"
# What somebody can ask about her own records.
MY_DATA = "my_data"
# What was seen of a shop, a business or a household.
FACTS_SEEN = "facts_seen"
# Where a household stands with the criteria of a digital family.
ASSESS = "assess"


def put_up(app: Flask, endpoints: Mapping[str, str]) -> None:
    """Put up the signposts: a word of ours for each endpoint."""
    app.extensions["shopkit.signposts"] = dict(endpoints)
    app.jinja_env.globals["signpost"] = signpost


def signpost(name: str, **values: Any) -> str:
    """The address behind one of our words."""
    endpoint: str = current_app.extensions["shopkit.signposts"][name]
    return url_for(endpoint, **values)
