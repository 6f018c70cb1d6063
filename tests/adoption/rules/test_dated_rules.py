"""Rules of law as they were known on the day of asking."""

from datetime import date

from shopkit.adoption.rules.dated_rules import dated_rules, rules_for


def threshold(day: date, asked_on: date) -> int | None:
    return next(one for one in rules_for(day, asked_on) if one.code == "revenue_free").amount_vnd


def test_the_threshold_is_what_was_published_when_somebody_asked() -> None:
    april, may = date(2026, 4, 1), date(2026, 5, 1)
    assert threshold(april, april) == 500_000_000
    assert threshold(may, may) == 1_000_000_000
    assert threshold(date(2026, 1, 15), may) == 1_000_000_000


def test_what_was_not_published_yet_is_not_told() -> None:
    told = {one.code for one in rules_for(date(2026, 9, 28), date(2026, 8, 1))}
    assert "seller_identity" not in told
    assert "seller_identity" in {one.code for one in rules_for(date(2026, 9, 28), date(2026, 9, 1))}


def test_a_rule_that_has_ended_holds_no_longer() -> None:
    after = {one.code for one in rules_for(date(2026, 8, 1), date(2026, 11, 22))}
    assert "account_notice_late" not in after
    assert "account_notice" in after


def test_every_rule_names_its_source_and_how_well_it_is_known() -> None:
    for one in dated_rules():
        assert one.source
        assert one.words_vi
        assert one.words_en
        assert one.certainty in ("read", "secondary", "excerpt")
