"""Where the pages about products hang."""

from flask import Blueprint

bp = Blueprint("catalog", __name__)
