"""Where the payment pages hang."""

from flask import Blueprint

bp = Blueprint("payments", __name__)
