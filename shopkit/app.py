"""Putting the house together: the only place that knows every floor."""

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from shopkit.accounts.views import doorkeeper
from shopkit.accounts.views import pages as account_pages
from shopkit.catalog import views as catalog_views
from shopkit.config import Config, folder, read_config
from shopkit.db.engine import Database, open_database
from shopkit.db.files import Files
from shopkit.web import doors, pages, refusals, security
from shopkit.web.assets import Assets
from shopkit.web.house import House
from shopkit.web.look import NavEntry, dress
from shopkit.web.state import Parts, close_session

TEN_YEARS = 315_360_000
