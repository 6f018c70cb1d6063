"""Where the pages of imports hang, and what each of them needs."""

from uuid import UUID

from flask import Blueprint, current_app

from shopkit.db.files import Files
from shopkit.imports.actions.specs import Spec, Specs
from shopkit.imports.models import Import
from shopkit.imports.queries import import_of
from shopkit.web.state import db, parts, who

bp = Blueprint("imports", __name__, url_prefix="/imports")
SPECS = "shopkit.imports"


def specs() -> Specs:
    found: Specs = current_app.extensions[SPECS]
    return found


def files() -> Files:
    return parts().files


def own_import(import_id: UUID) -> Import:
    return import_of(db.session, who(), import_id)


def spec_of(brought: Import) -> Spec:
    return specs().spec(brought.kind)
