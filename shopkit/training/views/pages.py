"""All pages about classes and visits."""

from shopkit.training.views import help, skills, visits
from shopkit.training.views.blueprint import bp

__all__ = ["bp", "help", "skills", "visits"]
