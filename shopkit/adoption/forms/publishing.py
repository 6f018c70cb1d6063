"""Proposing figures for everybody to read, and answering."""

from shopkit.web.forms import AtMost, Form, Lines, OneOf
from shopkit.web.language import lazy_gettext as lazy

PROPOSE, PUBLISH, DROP = "propose", "publish", "drop"


class PublishForm(Form):
    """One step on the way of a period to everybody."""

    step = OneOf(lazy("Việc"), [(one, one) for one in (PROPOSE, PUBLISH, DROP)])
    reason = Lines(lazy("Lý do"), [AtMost(500)])
