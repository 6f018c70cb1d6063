"""Which skills a class is about."""

from wtforms import ValidationError

from shopkit.web.forms import Form, Several
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

FEWEST, MOST = 3, 8


class SkillsForm(Form):
    """Three to eight, so that a hall of thirty can be looked at in an hour."""

    skills = Several(lazy("Kỹ năng của lớp"))

    def validate_skills(self, field: Several) -> None:
        if not FEWEST <= len(field.data) <= MOST:
            raise ValidationError(
                _("Chọn từ %(fewest)s đến %(most)s kỹ năng.", fewest=FEWEST, most=MOST)
            )
