"""Certificates of a class: who gets one, all on one PDF, and a public page to check one."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.rules.names import masked_name
from shopkit.clock import local_day
from shopkit.errors import NotFound
from shopkit.places.queries import commune
from shopkit.scope import TRAINER
from shopkit.shops.models.register import Person
from shopkit.training.actions.certificates import make_certificates, revoke_certificate
from shopkit.training.models.courses import Certificate
from shopkit.training.queries.certificates import (
    certificate_by_serial,
    certificate_of,
    certificates_of,
    records_of,
)
from shopkit.training.queries.courses import counts_of
from shopkit.training.rules.codes import read_serial
from shopkit.training.rules.skills import skills
from shopkit.training.views.blueprint import bp
from shopkit.training.views.certificate_paper import Said, certificates_paper
from shopkit.training.views.papers import pdf
from shopkit.training.views.reach import own_class
from shopkit.training.views.words import ORGANISATION_WORDS
from shopkit.web.doors import for_roles, public
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.language import language, ngettext
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts


@bp.route("/classes/<uuid:course_id>/certificates", methods=["GET", "POST"])
@for_roles(TRAINER)
def certificates(course_id: UUID) -> Response:
    """Who came often enough, what is on record of each, and which papers stand."""
    course = own_class(course_id)
    if request.method == "POST":
        made = make_certificates(db.session, course, now=clock.now())
        flash(
            ngettext("Đã làm %(num)s giấy mới.", "Đã làm %(num)s giấy mới.", made)
            if made
            else _("Không có giấy nào mới: giấy đã làm khớp với danh sách."),
            "good" if made else "news",
        )
        return to(".certificates", course_id=course.id)
    return show(
        "training/certificates.html",
        course=course,
        records=records_of(db.session, course),
        papers={person.id: paper for paper, person in certificates_of(db.session, course)},
        counts=counts_of(db.session, [course]).get(course.id),
        skill_names=skill_names(),
    )


def skill_names() -> dict[str, str]:
    return {code: one.name(language()) for code, one in skills().items()}


@bp.route("/classes/<uuid:course_id>/certificates.pdf")
@for_roles(TRAINER)
def certificates_file(course_id: UUID) -> Response:
    """All that stand, or the one asked for, a page each."""
    course = own_class(course_id)
    wanted = request.args.get("one", type=UUID)
    standing = [
        (paper, person)
        for paper, person in certificates_of(db.session, course)
        if wanted in (None, paper.id)
    ]
    if not standing:
        raise NotFound(str(course_id))
    content = certificates_paper([said_by(paper, person) for paper, person in standing])
    return pdf(content, "giay-chung-nhan.pdf")


def said_by(paper: Certificate, person: Person) -> Said:
    """A certificate in words, from what was on record when it was made."""
    told = told_by(paper)
    here = commune(db.session, paper.commune_code)
    address = parts().config.public_address.rstrip("/") + url_for(
        ".check_certificate", serial=paper.serial
    )
    return Said(
        name=person.name,
        lines=(told["attended"], told["course"]),
        able=tuple(told["able"]),
        serial=paper.serial,
        address=address,
        giver=", ".join(filter(None, (giver_word(told["organisation"]), here.name))),
        place_and_day=f"{here.name}, {day(paper.made_at)}",
    )


def giver_word(organisation: str) -> str:
    """Who held the class; nothing where nobody said it."""
    known = organisation and organisation in ORGANISATION_WORDS
    return str(ORGANISATION_WORDS[organisation]) if known else ""


def told_by(paper: Certificate) -> dict[str, Any]:
    """What a certificate says, in the reader's language."""
    says: dict[str, Any] = paper.says
    days = [date.fromisoformat(one) for one in says.get("days", [])]
    names = skill_names()
    return {
        "course": says.get("course", ""),
        "organisation": says.get("organisation", ""),
        "able": [names[code] for code in says.get("able", []) if code in names],
        "days": days,
        "attended": attended_words(days),
    }


def attended_words(days: list[date]) -> str:
    if len(days) == 1:
        return _("đã dự lớp ngày %(day)s", day=day(days[0]))
    return _(
        "đã dự %(count)s buổi từ %(first)s đến %(last)s của lớp",
        count=len(days),
        first=day(days[0]) if days else "–",
        last=day(days[-1]) if days else "–",
    )


@bp.route("/classes/<uuid:course_id>/certificates/<uuid:certificate_id>/revoke", methods=["POST"])
@for_roles(TRAINER)
def revoke(course_id: UUID, certificate_id: UUID) -> Response:
    course = own_class(course_id)
    paper = certificate_of(db.session, course, certificate_id)
    revoke_certificate(db.session, paper, now=clock.now())
    flash(_("Đã thu hồi. Trang kiểm tra sẽ nói giấy này không còn giá trị."), "good")
    return to(".certificates", course_id=course.id)


@bp.route("/certificates/<serial>")
@public
def check_certificate(serial: str) -> Response:
    """What stands behind a printed serial: no phone, and the name only as strangers may see it."""
    try:
        paper, person = certificate_by_serial(db.session, read_serial(serial))
    except NotFound:
        return show("training/certificate_unknown.html", status=404, serial=serial[:40])
    told = told_by(paper)
    return show(
        "training/certificate.html",
        paper=paper,
        told=told,
        name=masked_name(person.name) if person.erased_at is None else "",
        commune=commune(db.session, paper.commune_code).name,
        organisation=giver_word(told["organisation"]),
        made_on=local_day(paper.made_at),
    )
