"""The one blueprint that the pages of this feature hang on."""

from flask import Blueprint

bp = Blueprint("onboarding", __name__)
