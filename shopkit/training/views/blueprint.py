"""Where the pages about classes and visits hang."""

from flask import Blueprint

bp = Blueprint("training", __name__)
