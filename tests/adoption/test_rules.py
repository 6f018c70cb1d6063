from uuid import UUID, uuid4

from shopkit.adoption.rules.commune import (
    IMPORTED,
    KNOWN,
    LIVE,
    OBSERVED,
    SEEN,
    SELF_DECLARED,
    Fact,
    Figure,
    added_up,
    best_facts,
    total,
)

HERE, THERE = uuid4(), uuid4()


def fact(
    evidence: str, subject: UUID | None = None, village: UUID | None = HERE, figure: str = KNOWN
) -> Fact:
    return Fact(figure, subject or uuid4(), village, evidence)


def test_a_subject_counts_once_with_its_best_evidence() -> None:
    one = uuid4()
    facts = [fact(SELF_DECLARED, one), fact(SEEN, one), fact(IMPORTED, one), fact(OBSERVED)]
    assert sorted(best.evidence for best in best_facts(facts)) == [OBSERVED, SEEN]


def test_the_same_subject_counts_in_each_figure() -> None:
    one = uuid4()
    figures = added_up([fact(SEEN, one), fact(OBSERVED, one, figure=LIVE)])
    assert {name: figure.count for (name, _village), figure in figures.items()} == {
        KNOWN: 1,
        LIVE: 1,
    }


def test_what_was_only_told_is_not_verified() -> None:
    figures = added_up([fact(SELF_DECLARED), fact(SELF_DECLARED), fact(SEEN), fact(IMPORTED)])
    figure = figures[KNOWN, HERE]
    assert (figure.count, figure.verified_count) == (4, 2)


def test_villages_add_up_to_the_whole() -> None:
    figures = added_up([fact(SEEN), fact(SELF_DECLARED, village=THERE), fact(SEEN, village=None)])
    assert total(figures, KNOWN).count == 3
    assert total(figures, KNOWN).verified_count == 2
    assert total(figures, LIVE) == Figure()
