"""The blueprint of the feature."""

from flask import Blueprint

bp = Blueprint("channels", __name__)
