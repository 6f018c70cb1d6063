import pytest

from shopkit.accounts.rules.devices import device_name
from shopkit.accounts.rules.names import masked_name

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
ANDROID = f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/139.0.0.0 Mobile Safari/537.36"
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 12; SM-A125F Build/SP1A.210812.016; wv) "
    f"{WEBKIT} Chrome/120.0.0.0 Mobile Safari/537.36 Zalo android/12"
)
IPHONE = (
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {WEBKIT} Version/17.5 Safari/604.1"
)
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/139.0.0.0 Edg/139.0.0.0"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID, "Android, Chrome"),
        (SAMSUNG, "SM-A125F, Zalo"),
        (IPHONE, "iPhone, Safari"),
        (WINDOWS, "Windows, Edge"),
        ("curl/8.5", ""),
        ("", ""),
        ("Android " + "x" * 100_000, "Android"),
    ],
)
def test_a_phone_is_called_what_its_owner_would_recognise(agent: str, name: str) -> None:
    assert device_name(agent) == name


@pytest.mark.parametrize(
    ("name", "masked"),
    [("Nguyễn Thị Mẫu", "N. T. Mẫu"), ("Mẫu", "Mẫu"), ("", ""), ("Y Thử Niê", "Y. T. Niê")],
)
def test_a_name_shows_its_last_word_to_strangers(name: str, masked: str) -> None:
    assert masked_name(name) == masked
