"""Every reader finds pages, prices and words in the language she chose."""

import pytest

from tests.conftest import Browser


@pytest.mark.parametrize(
    ("choice", "words"),
    [("vi", "hai mươi lăm nghìn đồng"), ("en", "twenty-five thousand dong")],
)
def test_a_typed_price_is_read_back_in_the_readers_language(
    client: Browser, choice: str, words: str
) -> None:
    client.get(f"/language/{choice}")
    answer = client.get("/api/price?text=25k")
    assert answer.json == {"price": "25.000\N{NO-BREAK SPACE}₫", "words": words}


def test_a_price_that_can_be_read_two_ways_is_not_read_back(client: Browser) -> None:
    assert client.get("/api/price?text=12.5").json == {"price": None}


def test_a_chosen_language_stays_and_leads_back_to_the_page(client: Browser) -> None:
    answer = client.get("/language/en?next=/sign-in")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "<h1>Sign in</h1>" in client.get("/sign-in").text
    client.get("/language/vi")
    assert "<h1>Đăng nhập</h1>" in client.get("/sign-in").text


def test_an_address_can_ask_for_a_language_once(client: Browser) -> None:
    assert "<h1>Sign in</h1>" in client.get("/sign-in?lang=en").text
    assert "<h1>Đăng nhập</h1>" in client.get("/sign-in").text


@pytest.mark.parametrize("address", ["/language/fr", "/language/EN"])
def test_a_language_we_do_not_speak_is_not_found(client: Browser, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_choice_of_a_language_leads_to_no_other_site(client: Browser) -> None:
    assert client.get("/language/en?next=https://example.com/").location == "/"
