"""All pages about shops and the register."""

from shopkit.shops.views import (
    branches,
    bringing,
    businesses,
    data_requests,
    export,
    my_data,
    people,
    person_rights,
    register,
    shops,
    twins,
)
from shopkit.shops.views.blueprint import bp

__all__ = [
    "bp",
    "branches",
    "bringing",
    "businesses",
    "data_requests",
    "export",
    "my_data",
    "people",
    "person_rights",
    "register",
    "shops",
    "twins",
]
