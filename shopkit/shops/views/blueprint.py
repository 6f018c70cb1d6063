"""Where the pages about shops and the register hang."""

from flask import Blueprint

bp = Blueprint("shops", __name__)
