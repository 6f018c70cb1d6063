"""What can be known, of which records; and whether a line of the language speaks of such things."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shopkit.adoption.rules.language import (
    Aggregate,
    Call,
    Compared,
    Joined,
    Less,
    Literal,
    Look,
    Name,
    Node,
    Not,
    NotUnderstood,
    Sum,
    Within,
    Words,
)

SELF_DECLARED, SEEN, OBSERVED, IMPORTED = "SD", "TV", "SO", "IM"
# A row of an official list weighs as much as what somebody saw.
STRENGTH = {SELF_DECLARED: 0, SEEN: 1, IMPORTED: 1, OBSERVED: 2}
VERIFIED_FROM = STRENGTH[SEEN]

FLAG, WORD, NUMBER, DAY, DAYS = "flag", "word", "number", "day", "days"


@dataclass(frozen=True)
class Kind:
    """A kind of record: what it says of itself, what is below it and what it belongs to."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    below: tuple[str, ...] = ()
    above: str | None = None


KINDS: Mapping[str, Kind] = {
    "household": Kind(
        {"resident": FLAG},
        ("person", "business", "recognition", "support"),
    ),
    "person": Kind(
        {"gender": WORD},
        ("attendance", "skill_result", "quiz", "enrolment", "support"),
        "household",
    ),
    "business": Kind(
        {
            "active": FLAG,
            "counted": FLAG,
            "first_live": DAYS,
            "class_days": DAYS,
            "follow_up_days": DAYS,
        },
        ("channel", "order", "payment_qr", "product", "support"),
        "household",
    ),
    "channel": Kind({"type": WORD, "about": WORD}, (), "business"),
    "order": Kind({"type": WORD, "about": WORD, "amount": NUMBER, "shared": FLAG}, (), "business"),
    "payment_qr": Kind({}, (), "business"),
    "product": Kind({"complete": FLAG, "draft": FLAG}, ("listing", "ocop", "labels"), "business"),
    "listing": Kind({"type": WORD, "about": WORD}, (), "product"),
    "ocop": Kind({}, (), "product"),
    "labels": Kind({"scanned": FLAG}, (), "product"),
    "support": Kind({"about": WORD}),
    "attendance": Kind({"about": WORD}, (), "person"),
    "skill_result": Kind({"about": WORD}, (), "person"),
    "quiz": Kind({"about": WORD}, (), "person"),
    "enrolment": Kind({"attended": NUMBER}, (), "person"),
    "recognition": Kind({}, (), "household"),
    "meeting": Kind({"about": WORD, "attended": FLAG}),
    "passers_by": Kind({"about": WORD}),
    "branch": Kind({"open": FLAG, "organisation": WORD}, ("assignment",)),
    "assignment": Kind({}, (), "branch"),
    "village": Kind({"open": FLAG, "asked": NUMBER}, ("checklist",)),
    "checklist": Kind({"about": WORD, "required": FLAG}, (), "village"),
}


@dataclass(frozen=True)
class Element:
    """One thing known of records of a kind; its value is a word or a number."""

    kind: str
    value: str = WORD
    on_record: bool = True


ELEMENTS: Mapping[str, Element] = {
    "link_check": Element("channel"),
    "eid_linked": Element("channel"),
    "order": Element("order"),
    "order_ended": Element("order"),
    "own_act": Element("business", on_record=False),
    "enquiry": Element("business", on_record=False),
    "e_paid": Element("business", on_record=False),
    "e_payment": Element("business", on_record=False),
    "account_notified": Element("business", on_record=False),
    "revenue_notice": Element("business", on_record=False),
    "e_invoice": Element("business", on_record=False),
    "keeps_book": Element("business", on_record=False),
    "revenue_band": Element("business", on_record=False),
    "income_change": Element("business", on_record=False),
    "payment_qr": Element("payment_qr"),
    "name_check": Element("payment_qr"),
    "listing": Element("listing"),
    "ocop": Element("ocop"),
    "labels": Element("labels", NUMBER),
    "printed": Element("labels", NUMBER),
    "affixed": Element("labels", NUMBER),
    "help": Element("support"),
    "help_place": Element("support"),
    "attendance": Element("attendance"),
    "competency": Element("skill_result", NUMBER),
    "quiz_before": Element("quiz", NUMBER),
    "quiz_after": Element("quiz", NUMBER),
    "quiz_safety": Element("quiz"),
    "enrolled": Element("enrolment"),
    "course_ended": Element("enrolment", NUMBER),
    "meeting_held": Element("meeting"),
    "passers_by": Element("passers_by", NUMBER),
    "passers_by_gender": Element("passers_by"),
    "team_act": Element("assignment"),
    "branch_act": Element("branch", on_record=False),
    "assignment": Element("assignment"),
    "checklist": Element("checklist"),
    "recognition": Element("recognition"),
    "assessment": Element("household", on_record=False),
    "meets_criteria": Element("household", on_record=False),
    "online_filing": Element("household", on_record=False),
    "files_online": Element("household", on_record=False),
    "poor_household": Element("household", on_record=False),
    "platform_health": Element("household", on_record=False),
    "platform_education": Element("household", on_record=False),
    "platform_payment": Element("household", on_record=False),
    "platform_welfare": Element("household", on_record=False),
}

Conditions = Mapping[tuple[str, str], Node]


def check_sum(line: Sum, conditions: Conditions) -> None:
    """Refuse a line that asks what no record of that kind can answer."""
    for part in line.parts:
        check_aggregate(part, conditions)


def check_aggregate(part: Aggregate, conditions: Conditions) -> None:
    if part.kind not in KINDS:
        raise NotUnderstood(f"{part.kind} is no kind of record", part.at)
    if part.value is not None and type_of(part.value, part.kind, conditions) != NUMBER:
        raise NotUnderstood("a number is missing", part.at)
    if part.condition is not None:
        needs_flag(part.condition, part.kind, conditions)


def needs_flag(node: Node, kind: str, conditions: Conditions) -> None:
    if type_of(node, kind, conditions) != FLAG:
        raise NotUnderstood("something true or false is missing", node.at)


def type_of(node: Node, kind: str, conditions: Conditions) -> str:
    """What the answer of a part is, asked of a record of a kind; raises NotUnderstood."""
    match node:
        case Literal():
            return NUMBER if isinstance(node.value, int) else WORD
        case Words():
            return WORD
        case Name():
            return type_of_name(node, kind, conditions)
        case Look():
            return type_of_look(node, kind)
        case Within():
            return type_of_within(node, kind, conditions)
        case Call():
            return type_of_call(node, kind)
        case Compared():
            return type_of_comparison(node, kind, conditions)
        case Less():
            for side in (node.left, node.right):
                if type_of(side, kind, conditions) != NUMBER:
                    raise NotUnderstood("a number is missing", side.at)
            return NUMBER
        case Joined():
            for part in node.parts:
                needs_flag(part, kind, conditions)
            return FLAG
        case Not():
            needs_flag(node.part, kind, conditions)
            return FLAG


def type_of_name(node: Name, kind: str, conditions: Conditions) -> str:
    if node.name in KINDS[kind].attributes:
        return KINDS[kind].attributes[node.name]
    if (kind, node.name) in conditions:
        return FLAG
    raise NotUnderstood(f"{kind} says nothing of {node.name}", node.at)


def type_of_look(node: Look, kind: str) -> str:
    element = ELEMENTS.get(node.element)
    if element is None or element.kind != kind:
        raise NotUnderstood(f"nothing is known of {node.element} for {kind}", node.at)
    return FLAG if node.what == "has" else element.value


def type_of_within(node: Within, kind: str, conditions: Conditions) -> str:
    if node.what == "of":
        if node.kind not in owners_of(kind):
            raise NotUnderstood(f"{kind} belongs to no {node.kind}", node.at)
    elif node.kind not in KINDS[kind].below:
        raise NotUnderstood(f"{kind} has no {node.kind}", node.at)
    if node.condition is not None:
        needs_flag(node.condition, node.kind, conditions)
    return FLAG if node.what in ("any", "of") else NUMBER


def owners_of(kind: str) -> list[str]:
    owners = []
    above = KINDS[kind].above
    while above is not None:
        owners.append(above)
        above = KINDS[above].above
    return owners


SIGNATURES = {
    "months_since": ((DAYS,),),
    "due": ((DAYS, NUMBER), (DAYS, NUMBER, DAYS)),
    "followed": (
        (DAYS, NUMBER, DAYS, NUMBER, NUMBER),
        (DAYS, NUMBER, DAYS, NUMBER, NUMBER, DAYS),
    ),
}


def type_of_call(node: Call, kind: str) -> str:
    given = tuple(type_of(part, kind, {}) for part in node.arguments)
    if given not in SIGNATURES[node.what]:
        raise NotUnderstood(f"{node.what} is asked otherwise", node.at)
    return NUMBER if node.what == "months_since" else FLAG


def type_of_comparison(node: Compared, kind: str, conditions: Conditions) -> str:
    left, right = (type_of(side, kind, conditions) for side in (node.left, node.right))
    if left != right or left not in (WORD, NUMBER):
        raise NotUnderstood("two different things cannot be compared", node.at)
    if left == WORD and node.sign not in ("=", "!=", "in"):
        raise NotUnderstood("words are equal or not, never more or less", node.at)
    return FLAG


def elements_in(node: Node | None, conditions: Conditions, kind: str) -> set[str]:
    """Every element that a part asks about, through the conditions that it names."""
    match node:
        case Look():
            return {node.element}
        case Within():
            return elements_in(node.condition, conditions, node.kind)
        case Compared() | Less():
            return elements_in(node.left, conditions, kind) | elements_in(
                node.right, conditions, kind
            )
        case Joined():
            return set().union(*(elements_in(part, conditions, kind) for part in node.parts))
        case Not():
            return elements_in(node.part, conditions, kind)
        case Name() if (kind, node.name) in conditions:
            return elements_in(conditions[kind, node.name], conditions, kind)
        case _:
            return set()


def asks_of_period(node: Node | None, conditions: Conditions, kind: str) -> bool:
    """Whether an answer depends on where the period begins, not on its last day alone."""
    match node:
        case Look():
            return node.window.unit == "period"
        case Call():
            return node.what != "months_since"
        case Within():
            return asks_of_period(node.condition, conditions, node.kind)
        case Compared() | Less():
            sides = (node.left, node.right)
            return any(asks_of_period(side, conditions, kind) for side in sides)
        case Joined():
            return any(asks_of_period(part, conditions, kind) for part in node.parts)
        case Not():
            return asks_of_period(node.part, conditions, kind)
        case Name() if (kind, node.name) in conditions:
            return asks_of_period(conditions[kind, node.name], conditions, kind)
        case _:
            return False
