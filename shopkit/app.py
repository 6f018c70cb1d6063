"""Putting the house together: the only place that knows every floor."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from shopkit.config import Config, folder, read_config
from shopkit.db.engine import Database, open_database
from shopkit.db.files import Files
from shopkit.web import doors, pages, refusals, security
from shopkit.web.assets import Assets
from shopkit.web.filters import add_filters
from shopkit.web.house import House
from shopkit.web.look import dress
from shopkit.web.state import Parts, close_session

TEN_YEARS = 315_360_000
