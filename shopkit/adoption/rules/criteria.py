"""What a criterion asks, how well it must be known, and when a household meets a set."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SELF_DECLARED, SEEN, OBSERVED, IMPORTED = "SD", "TV", "SO", "IM"
STRENGTH = {SELF_DECLARED: 0, SEEN: 1, IMPORTED: 1, OBSERVED: 2}
TOLD_BY = (SELF_DECLARED, SEEN)

# The small vocabulary in which a commune says what the house can look up by itself.
TOLD, ADULTS_SHARE, SAFE_ONLINE, LIVE_OR_QR = "told", "adults_share", "safe_online", "live_or_qr"
MEMBER_SKILL = "member_skill"
OWNS_BUSINESS = "owns_business"
RULES = (TOLD, ADULTS_SHARE, MEMBER_SKILL, SAFE_ONLINE, LIVE_OR_QR)
APPLIES = ("", OWNS_BUSINESS)
# What the house can see of its own accord; the others somebody must tell or see.
LOOKED_UP = frozenset({MEMBER_SKILL, SAFE_ONLINE, LIVE_OR_QR})
SUBJECTS = {TOLD: "household", ADULTS_SHARE: "adult", MEMBER_SKILL: "member"} | {
    SAFE_ONLINE: "member",
    LIVE_OR_QR: "business",
}
ABLE, SAFETY_SKILL = 2, "online_safety"
SKILL_WORD = re.compile(r"[a-z][a-z0-9_]{0,30}\Z", re.ASCII)

# What somebody said is good for a year; a skill that was seen stays seen.
SAID_FOR = timedelta(days=365)

MET, NOT_MET, UNKNOWN, WEAK, NOT_ASKED = "met", "not_met", "unknown", "weak", "not_asked"
STATES = (MET, NOT_MET, UNKNOWN, WEAK, NOT_ASKED)


class RuleUnreadable(ValueError):
    """A rule that is none of the vocabulary."""


@dataclass(frozen=True)
class Rule:
    """A word of the vocabulary, with the skills it speaks of."""

    name: str
    skills: tuple[str, ...] = ()

    @property
    def is_looked_up(self) -> bool:
        return self.name in LOOKED_UP


def read_rule(text: str) -> Rule:
    """Read "told" or "member_skill:pay_bills|payment_qr"; anything else raises RuleUnreadable."""
    name, colon, rest = text.partition(":")
    skills = tuple(rest.split("|")) if colon else ()
    if name not in RULES or bool(skills) != (name == MEMBER_SKILL):
        raise RuleUnreadable(text)
    if not all(SKILL_WORD.match(skill) for skill in skills):
        raise RuleUnreadable(text)
    return Rule(name, skills)


def written_rule(rule: Rule) -> str:
    return f"{rule.name}:{'|'.join(rule.skills)}" if rule.skills else rule.name


@dataclass(frozen=True)
class Line:
    """One criterion as a document states it."""

    code: str
    words: str
    rule: Rule
    threshold: int | None
    least_evidence: str
    is_mandatory: bool
    applies_if: str = ""

    @property
    def asks(self) -> tuple[object, ...]:
        """What is asked; the answer to the same question stands in the next set too."""
        return self.words, self.rule, self.threshold


@dataclass(frozen=True)
class Answer:
    """What is known of one criterion: by somebody's word or eyes, or by the house itself."""

    is_met: bool
    evidence: str
    on: date
    words: str = ""
    number: int | None = None
    of_number: int | None = None


@dataclass(frozen=True)
class Finding:
    """Where one criterion stands for one household, and the answer it rests on."""

    line: Line
    state: str
    answer: Answer | None = None

    @property
    def hinders(self) -> bool:
        """Whether the household cannot be proposed while this is so."""
        return self.line.is_mandatory and self.state not in (MET, NOT_ASKED)


@dataclass(frozen=True)
class Verdict:
    """What a household meets of a set, line by line."""

    findings: tuple[Finding, ...]

    @property
    def meets(self) -> bool:
        return bool(self.findings) and not self.missing

    @property
    def missing(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.hinders)

    @property
    def is_assessed(self) -> bool:
        """Whether anybody has said or seen anything of it yet."""
        return any(finding.answer for finding in self.findings)

    @property
    def states(self) -> dict[str, str]:
        return {finding.line.code: finding.state for finding in self.findings}


def is_share_met(number: int, of_number: int, threshold: int | None) -> bool:
    """Whether so many of so many adults reach the share asked for; of nobody it is not."""
    return of_number > 0 and number * 100 >= (threshold or 0) * of_number


def standing(said: Sequence[Answer], known: Answer | None, on: date) -> Answer | None:
    """The answer that stands on a day: the newest word of the last year, or what the house knows.

    `said` is in the order of its days. Words that agree with the newest lend it their evidence.
    The house knows better than a word, unless somebody saw later that it is not so.
    """
    fresh = [answer for answer in said if on - SAID_FOR < answer.on <= on]
    newest = strongest_of_the_newest(fresh)
    if known is None or known.on > on:
        return newest
    if newest is None or newest.evidence == SELF_DECLARED or newest.on < known.on:
        return known if known.is_met or newest is None else newest
    return newest if not newest.is_met else known


def strongest_of_the_newest(said: Sequence[Answer]) -> Answer | None:
    if not said:
        return None
    best = said[-1]
    for answer in reversed(said):
        if answer.is_met != best.is_met:
            break
        if STRENGTH[answer.evidence] > STRENGTH[best.evidence]:
            best = answer
    return best


def finding(line: Line, answer: Answer | None, *, applies: bool) -> Finding:
    if not applies:
        return Finding(line, NOT_ASKED)
    if answer is None:
        return Finding(line, UNKNOWN)
    if not answer.is_met:
        return Finding(line, NOT_MET, answer)
    if STRENGTH[answer.evidence] < STRENGTH[line.least_evidence]:
        return Finding(line, WEAK, answer)
    return Finding(line, MET, answer)


def verdict(
    lines: Iterable[Line], answers: Mapping[str, Answer | None], *, owns_business: bool
) -> Verdict:
    """What a household meets; `answers` are those that stand, by the code of their line."""
    return Verdict(
        tuple(
            finding(
                line,
                answers.get(line.code),
                applies=line.applies_if != OWNS_BUSINESS or owns_business,
            )
            for line in lines
        )
    )
