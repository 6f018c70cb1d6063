"""The page on which a phone makes a code by itself."""

from flask.testing import FlaskClient

from qr_labels.payload import banks


def test_the_page_is_open_to_strangers_and_holds_every_bank(client: FlaskClient) -> None:
    answer = client.get("/qr/here")
    assert answer.status_code == 200
    for bank in banks.all_banks():
        assert f'value="{bank.bin}"' in answer.text


def test_the_page_is_the_same_twice_and_leaves_nothing_in_the_browser(client: FlaskClient) -> None:
    first, second = client.get("/qr/here"), client.get("/qr/here")
    assert first.text == second.text
    assert "csrf" not in first.text


def test_without_scripts_the_page_leads_to_the_usual_one(client: FlaskClient) -> None:
    text = client.get("/qr/here").text
    without = text.split("<noscript>")[1].split("</noscript>")[0]
    assert 'href="/qr/bank"' in without


def test_every_phone_has_the_page_beforehand(client: FlaskClient) -> None:
    assert '"/qr/here"' in client.get("/sw.js").text


def test_a_page_that_is_absent_leads_to_it(client: FlaskClient) -> None:
    assert 'href="/qr/here"' in client.get("/offline").text
    assert 'href="/qr/here"' in client.get("/qr/bank").text
