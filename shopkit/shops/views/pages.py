"""All pages about shops and the register."""

from shopkit.shops.views import (
    data_requests,
    export,
    my_data,
    person_rights,
    shops,
)
from shopkit.shops.views.blueprint import bp

__all__ = [
    "bp",
    "data_requests",
    "export",
    "my_data",
    "person_rights",
    "shops",
]
