"""Where the pages of figures and recognition hang."""

from flask import Blueprint

bp = Blueprint("adoption", __name__)
