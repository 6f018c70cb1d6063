from math import cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr_labels.stock.calibration import (
    Calibration,
    CalibrationOutOfRange,
    from_measured,
    rulers_mm,
)
from qr_labels.stock.catalogue import stock

TOMY = stock("tomy-145-a")


def printed(
    x: float, y: float, scale: tuple[float, float], turn: float, shift: tuple[float, float]
) -> tuple[float, float]:
    """What a printer makes of a point: it scales, turns clockwise, and shifts."""
    x, y = x * scale[0], y * scale[1]
    return (
        x * cos(turn) - y * sin(turn) + shift[0],
        x * sin(turn) + y * cos(turn) + shift[1],
    )


@given(
    st.tuples(st.floats(0.97, 1.03), st.floats(0.97, 1.03)),
    st.floats(-1, 1).map(radians),
    st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
    st.tuples(st.floats(0, 210), st.floats(0, 297)),
)
def test_what_was_measured_on_the_page_is_undone_at_every_point(
    scale: tuple[float, float],
    turn: float,
    shift: tuple[float, float],
    point: tuple[float, float],
) -> None:
    across, down = rulers_mm(TOMY)
    cross = printed(TOMY.left_mm, TOMY.top_mm, scale, turn, shift)
    calibration = from_measured(
        TOMY,
        x_error_mm=cross[0] - TOMY.left_mm,
        y_error_mm=cross[1] - TOMY.top_mm,
        ruler_x_mm=across * scale[0],
        ruler_y_mm=down * scale[1],
        slant_mm=across * scale[0] * sin(turn) / cos(turn),
    )
    assert printed(*calibration.moved(*point), scale, turn, shift) == pytest.approx(point, abs=1e-6)


def test_nothing_measured_changes_nothing() -> None:
    assert from_measured(TOMY).moved(100, 200) == pytest.approx((100, 200))


def test_rulers_fit_the_page_they_are_drawn_on() -> None:
    assert rulers_mm(TOMY) == (150, 150)
    assert rulers_mm(stock("roll-50x30")) == (40, 20)


@pytest.mark.parametrize(
    ("measured", "field"),
    [
        ({"ruler_x_mm": 15.0}, "ruler_x_mm"),
        ({"ruler_y_mm": 200.0}, "ruler_y_mm"),
        ({"x_error_mm": 50.0}, "offset_x_mm"),
        ({"slant_mm": 20.0}, "rotation_deg"),
        ({"y_error_mm": float("nan")}, "offset_y_mm"),
    ],
)
def test_a_measurement_no_printer_fault_explains_is_refused(
    measured: dict[str, float], field: str
) -> None:
    with pytest.raises(CalibrationOutOfRange, match="measure again") as refused:
        from_measured(TOMY, **measured)
    assert refused.value.field == field


def test_a_correction_out_of_range_cannot_be_made_by_hand_either() -> None:
    with pytest.raises(CalibrationOutOfRange):
        Calibration(scale_x=2)
