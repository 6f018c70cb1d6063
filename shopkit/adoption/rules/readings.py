"""What each line of the journal says is known: the one place that knows the names of events."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from shopkit.adoption.rules.channels import OWN_PAGE
from shopkit.adoption.rules.elements import OBSERVED
from shopkit.clock import local_day

FACTS = UUID("6d2b5c0e-6a5f-4c58-9a3e-2f6f1d2f8a11")


class Entry(NamedTuple):
    """A line of the journal as it is read."""

    id: UUID
    event: str
    subject_id: UUID
    shop_id: UUID | None
    commune_code: str
    actor_id: UUID | None
    evidence: str
    at: datetime
    details: Mapping[str, str]
    subject_kind: str = ""

    @property
    def day(self) -> date:
        return local_day(self.at)

    def on(self, name: str = "on") -> date:
        """The day that is told, else the day it was written."""
        told = self.details.get(name, "")
        return date.fromisoformat(told) if told else self.day

    def ref(self, name: str) -> UUID | None:
        told = self.details.get(name, "")
        return UUID(told) if told else None

    def whole(self, name: str) -> int | None:
        told = self.details.get(name, "")
        return int(told) if told.isascii() and told.lstrip("-").isdigit() else None


@dataclass(frozen=True)
class Reading:
    """A fact to be: of whom, what, and whether it takes the place of what was known before."""

    subject_kind: str
    subject_id: UUID
    element: str
    valid_on: date
    source_id: UUID
    word: str = ""
    number: int | None = None
    about: str = ""
    related_id: UUID | None = None
    evidence: str = ""
    replaces: bool = False
    is_void: bool = False
    part: int = 0


def fact_id(entry_id: UUID, element: str, part: int = 0) -> UUID:
    """The id that a fact of an entry always has."""
    return uuid5(FACTS, f"{entry_id.hex}{element}{part}")


def joined_id(one: UUID, other: str) -> UUID:
    """The id of what two things make together, such as a person and a skill."""
    return uuid5(FACTS, f"{one.hex}{other}")


def of_shop(entry: Entry, element: str, **told: object) -> Iterable[Reading]:
    """A fact about the shop whose record this is."""
    if entry.shop_id is not None:
        reading = Reading("shop", entry.shop_id, element, entry.day, entry.subject_id)
        yield replace(reading, **told)  # type: ignore[arg-type]  # the fields of a reading


def looked_at(word: str) -> "Read":
    """Somebody says or saw that a channel, or a product on it, stands there."""

    def read(entry: Entry) -> Iterable[Reading]:
        channel = entry.details.get("channel", "")
        yield from of_shop(entry, "link_check", word=word, about=channel)

    return read


def listed(word: str) -> "Read":
    def read(entry: Entry) -> Iterable[Reading]:
        product_id = entry.ref("product")
        if product_id is not None:
            yield Reading(
                "product",
                product_id,
                "listing",
                entry.day,
                entry.subject_id,
                word=word,
                about=entry.details.get("channel", ""),
            )
        if word != "supported":
            yield from looked_at("closed" if word == "ended" else word)(entry)
        if entry.event in ("listing.supported", "listing.live"):
            yield from acted("listing")(entry)

    return read


def acted(about: str) -> "Read":
    def read(entry: Entry) -> Iterable[Reading]:
        if entry.shop_id is not None:
            yield Reading(
                "shop", entry.shop_id, "own_act", entry.day, entry.id, word="did", about=about
            )

    return read


def shown(word: str) -> "Read":
    """The house itself sees what stands on a shop's own page."""

    def read(entry: Entry) -> Iterable[Reading]:
        yield Reading(
            "product",
            entry.subject_id,
            "listing",
            entry.day,
            entry.subject_id,
            word=word,
            about=OWN_PAGE,
            evidence=OBSERVED,
        )
        if word == "live":
            yield from acted("listing")(entry)

    return read


def helped_onto(entry: Entry) -> Iterable[Reading]:
    """Beginning a channel with a helper beside her is help; her own word alone is not."""
    if entry.evidence != "SD":
        about = entry.details.get("channel", "")
        yield from of_shop(entry, "help", word="channel_onboarding", about=about, replaces=True)


def ordered(entry: Entry) -> Iterable[Reading]:
    yield from of_shop(
        entry,
        "order",
        word="online" if entry.details.get("is_online") == "yes" else "offline",
        about=entry.details.get("channel", ""),
        valid_on=entry.on("sold_on"),
        replaces=True,
    )


def order_became(word: str) -> "Read":
    return lambda entry: of_shop(entry, "order_ended", word=word)


def order_undone(entry: Entry) -> Iterable[Reading]:
    if entry.details.get("from") == "cancelled":
        yield from of_shop(entry, "order_ended", word="open")


def order_paid(entry: Entry) -> Iterable[Reading]:
    if entry.details.get("paid_by") in ("transfer", "platform"):
        yield from of_shop(entry, "e_paid", word="yes", replaces=True)


def payment_undone(entry: Entry) -> Iterable[Reading]:
    yield from of_shop(entry, "e_paid", replaces=True, is_void=True)


def payment_came(entry: Entry) -> Iterable[Reading]:
    yield from of_shop(entry, "e_paid", word="yes", source_id=entry.id)


def qr(word: str) -> "Read":
    return lambda entry: of_shop(entry, "payment_qr", word=word)


def name_seen(entry: Entry) -> Iterable[Reading]:
    yield from of_shop(entry, "name_check", word="matched")


def labels_ready(entry: Entry) -> Iterable[Reading]:
    yield from labels(entry, "labels", entry.whole("count"), entry.day)


def labels_printed(entry: Entry) -> Iterable[Reading]:
    yield from labels(entry, "printed", entry.whole("printed"), entry.day)


def labels_affixed(entry: Entry) -> Iterable[Reading]:
    """Totals, not additions: the last one told stands."""
    yield from labels(entry, "affixed", entry.whole("affixed"), entry.on("affixed_on"))


def labels(entry: Entry, element: str, number: int | None, on: date) -> Iterable[Reading]:
    product_id = entry.ref("product")
    if product_id is not None:
        yield Reading(
            "product",
            product_id,
            element,
            on,
            entry.subject_id,
            number=number,
            evidence="TV" if element == "affixed" and entry.evidence != "SD" else "",
            replaces=True,
        )


def paper_added(entry: Entry) -> Iterable[Reading]:
    """Stars stand from the first day of a decision with a number to its last."""
    product_id, stars = entry.ref("product"), entry.details.get("stars", "")
    if product_id is None or entry.details.get("kind") != "ocop" or stars not in ("3", "4", "5"):
        return
    same = Reading("product", product_id, "ocop", entry.on("from"), entry.subject_id, word=stars)
    yield same
    if entry.details.get("to"):
        over = entry.on("to") + timedelta(days=1)
        yield replace(same, valid_on=over, word="ended", part=1)


def paper_gone(entry: Entry) -> Iterable[Reading]:
    product_id = entry.ref("product")
    if product_id is not None:
        yield Reading("product", product_id, "ocop", entry.day, entry.subject_id, word="ended")


def attended(entry: Entry) -> Iterable[Reading]:
    person_id = entry.ref("person_id")
    if person_id is not None:
        yield Reading(
            "person",
            person_id,
            "attendance",
            entry.on(),
            entry.subject_id,
            word=entry.details.get("status", ""),
            about=entry.details.get("topic", ""),
            related_id=entry.ref("meeting_id"),
            replaces=True,
        )


def met(word: str) -> "Read":
    """A meeting that was held, or after all was not."""

    def read(entry: Entry) -> Iterable[Reading]:
        course_id = entry.ref("course_id")
        if course_id is not None:
            yield Reading(
                "course",
                course_id,
                "meeting_held",
                entry.on(),
                entry.subject_id,
                word=word,
                about=entry.details.get("topic", ""),
                evidence="TV",
                replaces=True,
                is_void=word != "held",
            )

    return read


def course_ended(entry: Entry) -> Iterable[Reading]:
    """That a class is over, and how many meetings were asked of each."""
    yield Reading(
        "course",
        entry.subject_id,
        "course_ended",
        entry.on("ends_on"),
        entry.subject_id,
        number=entry.whole("least_meetings"),
        evidence="TV",
        replaces=True,
    )


def enrolled(*, is_void: bool) -> "Read":
    def read(entry: Entry) -> Iterable[Reading]:
        person_id, course_id = entry.ref("person_id"), entry.ref("course_id")
        if person_id is not None and course_id is not None:
            yield Reading(
                "person",
                person_id,
                "enrolled",
                entry.day,
                entry.subject_id,
                word="yes",
                about=course_id.hex,
                evidence="TV",
                replaces=True,
                is_void=is_void,
            )

    return read


def passed_by(entry: Entry) -> Iterable[Reading]:
    course_id = entry.ref("course_id")
    if course_id is None:
        return
    same = Reading(
        "course",
        course_id,
        "passers_by",
        entry.on(),
        entry.subject_id,
        number=entry.whole("count"),
        about=entry.details.get("topic", ""),
        replaces=True,
    )
    yield same
    yield replace(
        same, element="passers_by_gender", number=None, word=entry.details.get("gender", "")
    )


def skill_seen(entry: Entry) -> Iterable[Reading]:
    person_id, skill = entry.ref("person_id"), entry.details.get("skill", "")
    if person_id is not None and skill:
        yield Reading(
            "person",
            person_id,
            "competency",
            entry.on(),
            joined_id(person_id, skill),
            number=entry.whole("level"),
            about=skill,
        )


def quiz_taken(entry: Entry) -> Iterable[Reading]:
    """One line a person and quiz, so that before and after stand side by side."""
    person_id, kind = entry.ref("person_id"), entry.details.get("kind", "")
    quiz = entry.details.get("quiz", "")
    score, out_of = entry.whole("score"), entry.whole("out_of")
    if person_id is None or kind not in ("before", "after", "safety") or score is None:
        return
    same = Reading(
        "person", person_id, f"quiz_{kind}", entry.on(), joined_id(person_id, quiz), about=quiz
    )
    if kind == "safety":
        passed = bool(out_of) and score * 5 >= (out_of or 0) * 4
        yield replace(same, word="passed" if passed else "failed")
    else:
        yield replace(same, number=score)


def help_given(entry: Entry) -> Iterable[Reading]:
    """Help is of the business, else of the household, else of the person it went to."""
    yield from help_told(entry, is_void=False)


def help_undone(entry: Entry) -> Iterable[Reading]:
    yield from help_told(entry, is_void=True)


def help_told(entry: Entry, *, is_void: bool) -> Iterable[Reading]:
    kind = entry.details.get("kind", "")
    branch_id, household_id = entry.ref("branch_id"), entry.ref("household_id")
    about = entry.details.get("channel" if kind == "channel_onboarding" else "topic", "")
    for name in ("business", "shop", "household", "person"):
        subject_id = entry.ref(f"{name}_id")
        if subject_id is not None:
            same = Reading(
                name,
                subject_id,
                "help",
                entry.on(),
                entry.subject_id,
                word=kind,
                about=about,
                related_id=branch_id,
                replaces=True,
                is_void=is_void,
            )
            yield same
            yield replace(same, element="help_place", word=entry.details.get("place", ""), about="")
            break
    if branch_id is not None:
        yield Reading(
            "branch",
            branch_id,
            "branch_act",
            entry.on(),
            entry.subject_id,
            word="help",
            related_id=household_id,
            replaces=True,
            is_void=is_void,
        )


def assigned(word: str, on: str) -> "Read":
    def read(entry: Entry) -> Iterable[Reading]:
        branch_id = entry.ref("branch_id")
        if branch_id is not None:
            # The last day still belongs to it.
            wait = timedelta(days=0 if word == "open" else 1)
            yield Reading(
                "branch",
                branch_id,
                "assignment",
                entry.on(on) + wait,
                entry.subject_id,
                word=word,
                related_id=entry.ref("household_id"),
            )

    return read


def checked(word: str) -> "Read":
    def read(entry: Entry) -> Iterable[Reading]:
        village_id, item = entry.ref("village_id"), entry.details.get("item", "")
        if village_id is not None and item:
            yield Reading(
                "village",
                village_id,
                "checklist",
                entry.on(),
                joined_id(village_id, item),
                word=word,
                about=item,
                replaces=True,
            )

    return read


def recognised(entry: Entry) -> Iterable[Reading]:
    household_id = entry.ref("household_id")
    if household_id is None:
        return
    same = Reading(
        "household",
        household_id,
        "recognition",
        entry.on("from"),
        entry.subject_id,
        word="in_force",
    )
    yield same
    if entry.details.get("to"):
        over = entry.on("to") + timedelta(days=1)
        yield replace(same, valid_on=over, word="ended", part=1)


def revoked(entry: Entry) -> Iterable[Reading]:
    household_id = entry.ref("household_id")
    if household_id is not None:
        yield Reading(
            "household", household_id, "recognition", entry.on(), entry.subject_id, word="revoked"
        )


def assessed(entry: Entry) -> Iterable[Reading]:
    """What was said of one criterion, and whether the household now meets the set in force."""
    household_id, criterion = entry.ref("household_id"), entry.details.get("criterion", "")
    if household_id is None or not criterion:
        return
    same = Reading(
        "household",
        household_id,
        "assessment",
        entry.on(),
        joined_id(household_id, criterion),
        word=entry.details.get("is_met", ""),
        number=entry.whole("number"),
        about=criterion,
    )
    yield same
    meets = entry.details.get("meets", "")
    if meets:
        yield replace(
            same,
            element="meets_criteria",
            source_id=household_id,
            word=meets,
            number=None,
            about="",
        )


Read = Callable[[Entry], Iterable[Reading]]

READINGS: Mapping[str, tuple[Read, ...]] = {
    "channel.live": (looked_at("live"), acted("channel")),
    "channel.seen": (looked_at("live"),),
    "channel.ended": (looked_at("closed"),),
    "channel.dead": (looked_at("dead"),),
    "channel.supported": (helped_onto,),
    "listing.supported": (listed("supported"),),
    "listing.live": (listed("live"),),
    "listing.seen": (listed("live"),),
    "listing.ended": (listed("ended"),),
    "product.published": (shown("live"),),
    "product.restored": (shown("live"),),
    "product.unpublished": (shown("ended"),),
    "product.hidden": (shown("ended"),),
    "product.changed": (acted("listing"),),
    "product.renamed": (acted("listing"),),
    "product.priced": (acted("listing"),),
    "product.described": (acted("listing"),),
    "order.recorded": (ordered,),
    "order.changed": (ordered,),
    "order.cancelled": (order_became("cancelled"),),
    "order.step_undone": (order_undone,),
    "order.paid": (order_paid,),
    "order.payment_undone": (payment_undone,),
    "payment.received": (payment_came,),
    "payment_account.added": (qr("ready"),),
    "payment_account.ended": (qr("ended"),),
    "payment_account.name_seen": (name_seen,),
    "labels.ready": (labels_ready,),
    "labels.printed": (labels_printed,),
    "labels.affixed": (labels_affixed,),
    "paper.added": (paper_added,),
    "paper.replaced": (paper_gone,),
    "paper.removed": (paper_gone,),
    "attendance.noted": (attended,),
    "meeting.held": (met("held"),),
    "meeting.cancelled": (met("cancelled"),),
    "course.ended": (course_ended,),
    "enrolment.noted": (enrolled(is_void=False),),
    "enrolment.ended": (enrolled(is_void=True),),
    "passers_by.counted": (passed_by,),
    "skill.seen": (skill_seen,),
    "quiz.taken": (quiz_taken,),
    "help.given": (help_given,),
    "help.undone": (help_undone,),
    "assignment.begun": (assigned("open", "since"),),
    "assignment.ended": (assigned("ended", "until"),),
    "checklist.done": (checked("done"),),
    "checklist.undone": (checked("undone"),),
    "recognition.given": (recognised,),
    "recognition.revoked": (revoked,),
    "assessment.noted": (assessed,),
}


def readings_of(entry: Entry) -> list[Reading]:
    """Everything that a line of the journal says is known."""
    return [
        reading if reading.evidence else replace(reading, evidence=entry.evidence)
        for read in READINGS.get(entry.event, ())
        for reading in read(entry)
    ]
