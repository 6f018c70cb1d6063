from shopkit.shops.rules.shops import CODE_LENGTH, CODE_LETTERS, new_code


def test_a_code_is_short_lower_case_and_never_a_number() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert len(code) == CODE_LENGTH
        assert set(code) <= set(CODE_LETTERS)
        assert not code.isdigit()


def test_no_code_holds_letters_that_look_alike() -> None:
    assert not set(CODE_LETTERS) & set("01ilou")
