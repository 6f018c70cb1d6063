"""Hats that the operator gives, as typed."""

import re

import pytest

from shopkit.cli.main import main
from shopkit.demo.cast import OFFICER_PHONE, SELLER_PHONE
from tests.cli.machines import Machine

Said = pytest.CaptureFixture[str]
REFUSED = 2
LEADER = ["--role", "leader", "--commune", "99001", "--name", "Lê Văn Thử"]
SECRETS = "select secret_hash from account where phone = '{}'"


def test_a_hat_for_a_seller_of_that_phone_is_refused_until_she_is_said_to_be_the_one(
    installed: Machine, capsys: Said
) -> None:
    main(["demo"])
    secret = installed.scalar(SECRETS.format(SELLER_PHONE))
    capsys.readouterr()

    assert main(["staff", "add", SELLER_PHONE, *LEADER]) == REFUSED
    told = capsys.readouterr().err
    assert "Nguyễn Thị Mẫu" in told
    assert "--same-person" in told
    assert installed.scalar(SECRETS.format(SELLER_PHONE)) == secret

    assert main(["staff", "add", SELLER_PHONE, *LEADER, "--same-person"]) == 0
    assert re.search("Nguyễn Thị Mẫu signs in with .* password", capsys.readouterr().out)
    practises = f"select is_practice from account where phone = '{SELLER_PHONE}'"
    assert not installed.scalar(practises)


def test_a_further_hat_names_who_wears_it_and_leaves_her_password(
    installed: Machine, capsys: Said
) -> None:
    main(["demo"])
    secret = installed.scalar(SECRETS.format(OFFICER_PHONE))
    capsys.readouterr()

    assert main(["staff", "add", OFFICER_PHONE, *LEADER]) == 0

    told = capsys.readouterr().out
    assert "is Cán bộ Thực Hành, who is staff already" in told
    assert "Lê Văn Thử" not in told
    assert installed.scalar(SECRETS.format(OFFICER_PHONE)) == secret
    practises = f"select is_practice from account where phone = '{OFFICER_PHONE}'"
    assert not installed.scalar(practises)


def test_a_village_that_is_none_is_answered_with_the_names_of_the_villages(
    installed: Machine, capsys: Said
) -> None:
    main(["demo"])
    head = ["--role", "village_head", "--commune", "99001", "--name", "Lê Văn Thử"]
    assert main(["staff", "add", "0900000077", *head, "--village", "Gò"]) == REFUSED
    assert '"Thôn Gò"' in capsys.readouterr().err
