"""Every page of this feature; naming them here hangs them on the blueprint."""

from shopkit.onboarding.views import help_pages, home
from shopkit.onboarding.views.blueprint import bp

__all__ = ["bp", "help_pages", "home"]
