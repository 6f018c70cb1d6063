"""How good a listing is for a channel, by what the channel has published; the weights are ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shopkit.catalog.rules.quality_measures import MEASURES, Values
from shopkit.catalog.rules.quality_rules import SCORED, PublishedRule, Severity, rules_of
from shopkit.catalog.rules.record import Record

TOP_LEVEL = 3
GRAVITY = {Severity.REFUSED: 0, Severity.COMPLAINT: 1, Severity.ADVICE: 2}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A published rule that a listing does not meet.

    `values` are what was measured; `gain` is how many points of 100 its mending brings.
    """

    rule: PublishedRule
    values: tuple[float, ...]
    gain: float = 0.0

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def channel(self) -> str:
        return self.rule.channel

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def part(self) -> str:
        """The part of the product that mends it."""
        return self.rule.part

    @property
    def is_too_little(self) -> bool:
        """Whether there is too little of it rather than too much."""
        return self.rule.low is not None and any(value < self.rule.low for value in self.values)

    @property
    def worst(self) -> float:
        """The measured value that breaks the rule most."""
        return min(self.values) if self.is_too_little else max(self.values)


@dataclass(frozen=True, kw_only=True)
class Score:
    """Points of 100 by the share of weighted rules that are met; None where none are published.

    `level` is the channel's own, where it has levels.
    """

    channel: str
    points: int | None
    level: int | None
    findings: tuple[Finding, ...]
    met_count: int = 0
    known_count: int = 0
    unknown_count: int = 0

    @property
    def is_refused(self) -> bool:
        return any(finding.severity is Severity.REFUSED for finding in self.findings)


def findings(record: Record, channel: str, on: date) -> list[Finding]:
    """What a channel would refuse, mark down or advise against, the gravest first."""
    return list(score(record, channel, on).findings)


def score(record: Record, channel: str, on: date) -> Score:
    """How a listing stands with a channel on a day."""
    rules = rules_of(channel, on)
    values_of = {name: MEASURES[name](record) for name in {rule.measure for rule in rules}}
    measured = [(rule, values_of[rule.measure]) for rule in rules]
    known = [(rule, values) for rule, values in measured if values is not None]
    whole = sum(rule.weight for rule, _ in known)
    broken = [(rule, values) for rule, values in known if not rule.is_met_by(values)]
    lost = sum(rule.weight for rule, _ in broken)
    counted = sum(1 for rule, _ in known if rule.weight)
    return Score(
        channel=channel,
        points=round(100 * (whole - lost) / whole) if whole else None,
        level=level_of(broken, measured),
        findings=in_order(broken, whole),
        met_count=counted - sum(1 for rule, _ in broken if rule.weight),
        known_count=counted,
        unknown_count=sum(1 for rule, values in measured if values is None and rule.weight),
    )


def overall(record: Record, on: date) -> int:
    """The mean of the points of all channels that publish enough to count by."""
    counted = [score(record, channel, on).points or 0 for channel in SCORED]
    return round(sum(counted) / len(counted))


def in_order(
    broken: Sequence[tuple[PublishedRule, tuple[float, ...]]], whole: int
) -> tuple[Finding, ...]:
    found = [
        Finding(rule=rule, values=values, gain=100 * rule.weight / whole if whole else 0.0)
        for rule, values in broken
    ]
    return tuple(sorted(found, key=lambda one: (GRAVITY[one.severity], -one.gain)))


def level_of(
    broken: Sequence[tuple[PublishedRule, tuple[float, ...]]],
    measured: Sequence[tuple[PublishedRule, Values]],
) -> int | None:
    """The lowest level that a broken rule holds the listing at; None where there are no levels."""
    if not any(rule.holds_level for rule, _ in measured):
        return None
    return min((rule.holds_level for rule, _ in broken if rule.holds_level), default=TOP_LEVEL)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to mend: all findings about one measure, the most demanding first.

    `gain` is in points of the overall score.
    """

    findings: tuple[Finding, ...]
    gain: float

    @property
    def hardest(self) -> Finding:
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        return min((finding.severity for finding in self.findings), key=GRAVITY.__getitem__)


def steps(scores: Sequence[Score]) -> list[Step]:
    """What to mend for these channels, by what it brings; what is refused comes first."""
    by_measure: dict[tuple[str, bool], list[Finding]] = {}
    for scored in scores:
        for finding in scored.findings:
            key = (finding.rule.measure, finding.is_too_little)
            by_measure.setdefault(key, []).append(finding)
    counted = sum(1 for scored in scores if scored.points is not None) or 1
    found = [
        Step(
            findings=tuple(sorted(group, key=demand, reverse=True)),
            gain=sum(finding.gain for finding in group) / counted,
        )
        for group in by_measure.values()
    ]
    return sorted(found, key=lambda step: (GRAVITY[step.severity], -step.gain))


def demand(finding: Finding) -> float:
    """How much a rule asks for: the higher floor, or the lower ceiling."""
    if finding.is_too_little:
        return finding.rule.low or 0
    return -(finding.rule.high or 0)


def met_measures(record: Record, channels: Sequence[str], on: date) -> list[str]:
    """What no channel finds anything wrong with, by the name of its measure."""
    state: dict[str, bool] = {}
    for channel in channels:
        for rule in rules_of(channel, on):
            values = MEASURES[rule.measure](record)
            if rule.weight and values is not None:
                met = rule.is_met_by(values)
                state[rule.measure] = state.get(rule.measure, True) and met
    return [measure for measure, is_met in state.items() if is_met]
