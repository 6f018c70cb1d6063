"""All pages about classes and visits."""

from shopkit.training.views import (
    assisted,
    attendance,
    board,
    branch_report,
    certificates,
    classes,
    festival,
    help,
    joining,
    lessons,
    papers,
    people,
    quizzes,
    rows,
    same,
    skills,
    visits,
)
from shopkit.training.views.blueprint import bp

__all__ = [
    "assisted",
    "attendance",
    "board",
    "bp",
    "branch_report",
    "certificates",
    "classes",
    "festival",
    "help",
    "joining",
    "lessons",
    "papers",
    "people",
    "quizzes",
    "rows",
    "same",
    "skills",
    "visits",
]
