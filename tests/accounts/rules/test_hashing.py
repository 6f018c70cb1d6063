import threading
import time

from argon2 import extract_parameters

from shopkit.accounts.rules.hashing import (
    NOBODY,
    hashed,
    is_outdated,
    is_secret,
    new_token,
    token_hash,
)


def test_a_secret_is_kept_as_argon2id_of_19_mib_and_two_passes() -> None:
    kept = extract_parameters(hashed("730164"))

    assert (kept.type.name, kept.memory_cost, kept.time_cost, kept.parallelism) == (
        "ID",
        19 * 1024,
        2,
        1,
    )


def test_only_the_same_secret_fits_and_each_hash_has_its_own_salt() -> None:
    kept = hashed("730164")

    assert is_secret("730164", kept)
    assert not is_secret("730165", kept)
    assert hashed("730164") != kept


def test_an_erased_or_broken_hash_fits_no_secret() -> None:
    assert not is_secret("730164", "")
    assert not is_secret("730164", "$argon2id$broken")


def test_the_hash_of_nobody_costs_as_much_as_any_other() -> None:
    assert not is_outdated(NOBODY)


def test_a_hash_of_weaker_settings_is_outdated() -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$Gw8y3dVyLhjRqX0rFxk5bw"

    assert is_outdated(weak)


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(len(token) == 43 for token in tokens)


def test_any_text_in_a_cookie_can_be_looked_up() -> None:
    assert len(token_hash("\udcff khoá \x00")) == 64


def test_ten_at_once_all_get_their_answer() -> None:
    kept, answers = hashed("730164"), []
    threads = [
        threading.Thread(target=lambda: answers.append(is_secret("730164", kept)))
        for _ in range(10)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert answers == [True] * 10
    assert time.monotonic() - began < 10
