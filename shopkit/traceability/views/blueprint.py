"""Where the pages of batches and codes hang."""

from flask import Blueprint

bp = Blueprint("traceability", __name__)
