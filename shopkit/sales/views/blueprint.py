"""Where the pages about sales hang."""

from flask import Blueprint

bp = Blueprint("sales", __name__)
