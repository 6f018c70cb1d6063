"""A file of trace events that somebody sends."""

from shopkit.web.forms import Form, Needed, Upload
from shopkit.web.language import lazy_gettext as lazy


class EpcisForm(Form):
    """One EPCIS document."""

    file = Upload(lazy("Tệp EPCIS"), [Needed(lazy("Chọn tệp EPCIS (đuôi .json hoặc .jsonld)."))])
