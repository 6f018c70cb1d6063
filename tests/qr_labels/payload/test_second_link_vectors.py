"""A second set of trace addresses, with check digits worked out here: each rule both ways."""

import pytest

from qr_labels.payload import digital_link, gtin
from qr_labels.payload.errors import PayloadError
from qr_labels.payload.trace import parse

SITE = "https://truyxuat.example.com"


def checked(body: str) -> str:
    """The number completed by its check digit: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


GTIN = checked("0952100070001")
GLN = checked("952100070002")
SSCC = checked("09521000700000001")
GSRN = checked("95210007000000001")
ITEM = f"{SITE}/01/{GTIN}"
PLACE, PACK = f"{SITE}/414/{GLN}", f"{SITE}/00/{SSCC}"

READ: dict[str, dict[str, str]] = {
    ITEM: {"01": GTIN},
    f"{ITEM}/22/V1": {"01": GTIN, "22": "V1"},
    f"{ITEM}/10/L1": {"01": GTIN, "10": "L1"},
    f"{ITEM}/21/S1": {"01": GTIN, "21": "S1"},
    f"{ITEM}/22/V1/10/L1": {"01": GTIN, "22": "V1", "10": "L1"},
    f"{ITEM}/22/V1/21/S1": {"01": GTIN, "22": "V1", "21": "S1"},
    f"{ITEM}/10/L1/21/S1": {"01": GTIN, "10": "L1", "21": "S1"},
    f"{ITEM}/22/V1/10/L1/21/S1": {"01": GTIN, "22": "V1", "10": "L1", "21": "S1"},
    f"{ITEM}/235/T1": {"01": GTIN, "235": "T1"},
    f"{ITEM}/235/T1?10=L1": {"01": GTIN, "235": "T1", "10": "L1"},
    PLACE: {"414": GLN},
    f"{PLACE}/254/VUON-01": {"414": GLN, "254": "VUON-01"},
    f"{SITE}/417/{GLN}": {"417": GLN},
    PACK: {"00": SSCC},
    f"{SITE}/253/{GLN}TL-1": {"253": f"{GLN}TL-1"},
    f"{SITE}/255/{GLN}0001": {"255": f"{GLN}0001"},
    f"{SITE}/401/9521XE1": {"401": "9521XE1"},
    f"{SITE}/402/{checked('9521000700000001')}": {"402": checked("9521000700000001")},
    f"{SITE}/415/{GLN}/8020/HD-1": {"415": GLN, "8020": "HD-1"},
    f"{SITE}/8003/0{GLN}KET1": {"8003": f"0{GLN}KET1"},
    f"{SITE}/8004/9521MAY1": {"8004": "9521MAY1"},
    f"{SITE}/8006/{GTIN}0102/21/S1": {"8006": f"{GTIN}0102", "21": "S1"},
    f"{SITE}/8010/9521CHI-1/8011/7": {"8010": "9521CHI-1", "8011": "7"},
    f"{SITE}/8017/{GSRN}/8019/3": {"8017": GSRN, "8019": "3"},
    f"{SITE}/8018/{GSRN}": {"8018": GSRN},
    f"HTTPS://TRUYXUAT.EXAMPLE.COM/01/{GTIN}/10/l1": {"01": GTIN, "10": "l1"},
    f"HTTP://A/01/{GTIN}": {"01": GTIN},
    f"http://a:8080/01/{GTIN}": {"01": GTIN},
    f"https://[::1]:443/01/{GTIN}": {"01": GTIN},
    f"{SITE}/mot/hai/01/{GTIN}/10/L1": {"01": GTIN, "10": "L1"},
    f"{SITE}/01/khac/01/{GTIN}": {"01": GTIN},
    f"{SITE}/414/{GLN}/01/{GTIN}": {"01": GTIN},
    f"{ITEM}#phan": {"01": GTIN},
    f"{ITEM}/10/L1#/21/S1?17=x": {"01": GTIN, "10": "L1"},
    f"{ITEM}?": {"01": GTIN},
    f"{ITEM}?linkType=linkset": {"01": GTIN},
    f"{ITEM}?s=a%20b&v1=&x": {"01": GTIN},
    f"{ITEM}?17=271231&linkType=all&13=261122": {"01": GTIN, "17": "271231", "13": "261122"},
    f"{ITEM}/10/L%2f1": {"01": GTIN, "10": "L/1"},
    f"{ITEM}/10/L%2F%31": {"01": GTIN, "10": "L/1"},
    f"{ITEM}/10/%25%3F%26": {"01": GTIN, "10": "%?&"},
    f"{ITEM}/10/A+B": {"01": GTIN, "10": "A+B"},
    f"{ITEM}?240=A%2BB": {"01": GTIN, "240": "A+B"},
    f"{ITEM}/10/!%22%25&'()*+,-.:;%3C=%3E%3F_": {"01": GTIN, "10": "!\"%&'()*+,-.:;<=>?_"},
    f"{ITEM}/10/{'L' * 20}": {"01": GTIN, "10": "L" * 20},
    f"{ITEM}/21/{'S' * 20}": {"01": GTIN, "21": "S" * 20},
    f"{ITEM}/235/{'T' * 28}": {"01": GTIN, "235": "T" * 28},
    f"{PLACE}/254/{'V' * 20}": {"414": GLN, "254": "V" * 20},
    f"{ITEM}/10/01": {"01": GTIN, "10": "01"},
    f"{ITEM}/21/414": {"01": GTIN, "21": "414"},
    **{f"{ITEM}?{ai}=260200": {"01": GTIN, ai: "260200"} for ai in ("11", "13", "15", "17")},
    f"{ITEM}?17=280229": {"01": GTIN, "17": "280229"},
    f"{ITEM}?7007=260901260930": {"01": GTIN, "7007": "260901260930"},
    f"{ITEM}?3103=000750": {"01": GTIN, "3103": "000750"},
    f"{ITEM}?422=704&416={GLN}": {"01": GTIN, "422": "704", "416": GLN},
    f"{ITEM}?7230=VNOCOP4": {"01": GTIN, "7230": "VNOCOP4"},
    f"{PACK}?02={GTIN}&37=12": {"00": SSCC, "02": GTIN, "37": "12"},
    f"{PACK}?4321=1": {"00": SSCC, "4321": "1"},
    f"{ITEM}?90={'X' * 30}": {"01": GTIN, "90": "X" * 30},
    f"{ITEM}?99={'X' * 90}": {"01": GTIN, "99": "X" * 90},
}

REFUSED = [
    SITE,
    f"{SITE}/",
    f"{SITE}/01",
    f"{SITE}/01/",
    f"{SITE}/t/mat-ong",
    f"ftp://a/01/{GTIN}",
    f"Https://a/01/{GTIN}",
    f"hTTPS://a/01/{GTIN}",
    f"//a/01/{GTIN}",
    f"https:///01/{GTIN}",
    f"https://a b/01/{GTIN}",
    f"https://ng\u01b0\u1eddi.example/01/{GTIN}",
    f" {ITEM}",
    f"{ITEM}\n",
    f"{ITEM}/",
    f"{ITEM}/10/L1/",
    f"{ITEM}/10",
    f"{ITEM}/10/",
    f"{ITEM}/10//21/S1",
    f"{ITEM}/21/S1/10/L1",
    f"{ITEM}/10/L1/22/V1",
    f"{ITEM}/21/S1/22/V1",
    f"{ITEM}/10/L1/10/L2",
    f"{ITEM}/235/T1/21/S1",
    f"{ITEM}/254/X",
    f"{ITEM}/17/271231",
    f"{ITEM}/98/X",
    f"{SITE}/10/L1/01/{GTIN}/x/y",
    f"{SITE}/01/{GTIN[1:]}",
    f"{SITE}/01/{checked('09521000001')}",
    f"{SITE}/01/{checked('9521000')}",
    f"{SITE}/01/0{GTIN}",
    f"{SITE}/01/{GTIN[:-1]}{(int(GTIN[-1]) + 1) % 10}",
    f"{SITE}/01/{GTIN[:-1]}A",
    f"{SITE}/1/{GTIN}",
    f"{SITE}/gtin/{GTIN}",
    f"{SITE}/gtin/{GTIN}/lot/L1",
    f"{ITEM}/lot/L1",
    f"{ITEM}/10/L1/ser/S1",
    f"{SITE}/ARFKk4XB0CDKWcnpq",
    f"{SITE}/10/L1",
    f"{SITE}/415/{GLN}",
    f"{PLACE}/10/L1",
    f"{PLACE}?254=X",
    f"{SITE}/00/{SSCC[:-1]}",
    f"{SITE}/414/0{GLN}",
    f"{SITE}/8006/{GTIN}0302",
    f"{SITE}/8010/9521chi",
    f"{SITE}/8003/1{GLN}",
    f"{ITEM}/10/{'L' * 21}",
    f"{ITEM}/21/{'S' * 21}",
    f"{ITEM}/235/{'T' * 29}",
    f"{PLACE}/254/{'V' * 21}",
    *(f"{ITEM}/10/A{sign}B" for sign in ("~", "@", "$", "%20", "%23", "%7E", "%00", "%C3%94")),
    f"{ITEM}/10/L\u00f4",
    f"{ITEM}?10=L1",
    f"{ITEM}/10/L1?10=L1",
    f"{ITEM}/10/L1?22=V1",
    f"{ITEM}?21=S1",
    f"{ITEM}?235=T1",
    f"{ITEM}?8020=X",
    f"{ITEM}?01={GTIN}",
    f"{ITEM}?17=",
    f"{ITEM}?17=271231&17=271231",
    f"{ITEM}?89=X",
    f"{ITEM}?1=X",
    f"{ITEM}?0=X",
    f"{ITEM}?99999=X",
    f"{ITEM}?17=270231",
    f"{ITEM}?17=270229",
    f"{ITEM}?17=270431",
    f"{ITEM}?17=271301",
    f"{ITEM}?17=270001",
    f"{ITEM}?17=27123",
    f"{ITEM}?17=2712311",
    f"{ITEM}?17=31-12-27",
    f"{ITEM}?7007=260200",
    f"{ITEM}?7007=260231",
    f"{ITEM}?3103=75",
    f"{ITEM}?422=VN",
    f"{ITEM}?416={GLN[:-1]}{(int(GLN[-1]) + 1) % 10}",
    f"{ITEM}?240=A+B",
    f"{ITEM}?4321=1",
    f"{ITEM}?37=5",
    f"{PACK}?02={GTIN}",
    f"{PLACE}?3103=000750",
    f"{ITEM}?99={'X' * 91}",
]


@pytest.mark.parametrize("address", READ)
def test_an_address_that_keeps_the_rules_is_read(address: str) -> None:
    reading = parse(address)

    assert (reading.valid, reading.kind, reading.ais) == (True, "digital_link", READ[address])


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_breaks_a_rule_is_refused_with_a_reason(address: str) -> None:
    link, reading = digital_link.parse(address), parse(address)

    assert not link.valid
    assert not reading.valid
    assert link.ais == reading.ais == {}
    assert reading.problems


@pytest.mark.parametrize("body", ["9521000", "95210000001", "952100000001", "0952100070001"])
def test_a_number_of_every_length_is_padded_to_fourteen(body: str) -> None:
    number = checked(body)
    padded = gtin.gtin14(number)

    assert padded == number.rjust(14, "0")
    assert parse(f"{SITE}/01/{padded}").valid


@pytest.mark.parametrize(
    "body",
    ["0020012345678", "0040012345678", "0200123456789", "0290123456789", "1952100070001"],
)
def test_numbers_that_must_not_leave_the_firm_are_read_but_never_built(body: str) -> None:
    number = checked(body)

    assert parse(f"{SITE}/01/{number}").valid
    with pytest.raises(PayloadError):
        digital_link.build(SITE, {"01": number})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7K3QX9MZP2A", "7K3QX9MZP2A"),
        ("7k3q-x9mz-p2a", "7K3QX9MZP2A"),
        (" 7K3Q X9MZ P2A ", "7K3QX9MZP2A"),
        ("zzzzzzzzzz4", "ZZZZZZZZZZ4"),
        ("ROW8T5CN4HP", "R0W8T5CN4HP"),
        ("iOOOOOOOOOH", "1000000000H"),
        ("LOOO-OOOO-OOH", "1000000000H"),
        ("HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A", "7K3QX9MZP2A"),
        ("https://shopkit.vn/t/7k3qx9mzp2a", "7K3QX9MZP2A"),
        ("https://shopkit.vn:8443/t/7K3Q-X9MZ-P2A?s=x#y", "7K3QX9MZP2A"),
    ],
)
def test_a_short_code_is_read_as_people_type_it(text: str, code: str) -> None:
    reading = parse(text)

    assert reading.valid
    assert reading.fields == {"code": code}


@pytest.mark.parametrize(
    "text",
    [
        *("7K3QX9MZP2B", "K73QX9MZP2A", "7K3QX9MZ2PA", "7K3QX9MZP2", "7K3QX9MZP2AA", "UUUUUUUUUUU"),
        *("00000000012", "09521000700019", "https://shopkit.vn/t/7K3QX9MZP2B"),
        *("https://shopkit.vn/t/", "https://shopkit.vn/x/7K3QX9MZP2A", "", " ", "\udcff", "-"),
    ],
)
def test_a_code_that_cannot_be_right_is_refused_with_a_reason(text: str) -> None:
    reading = parse(text)

    assert not reading.valid
    assert reading.problems
    assert reading.fields == {}
