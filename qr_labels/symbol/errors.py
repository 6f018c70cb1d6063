"""Refusals of this room."""


class TextTooLong(ValueError):
    """No QR symbol of the asked level holds this much text."""

    def __init__(self, length: int, level: str) -> None:
        super().__init__(f"{length} characters do not fit a QR symbol of level {level}")
        self.length = length
        self.level = level


class SymbolTooSmall(ValueError):
    """A symbol printed this small would not be read; `limit_mm` is the smallest side."""

    def __init__(self, asked_mm: float, limit_mm: float, device: str) -> None:
        super().__init__(
            f"a side of {asked_mm:g} mm is too small for this symbol: "
            f"at least {limit_mm:.2f} mm, quiet zone included, for {device}"
        )
        self.asked_mm = asked_mm
        self.limit_mm = limit_mm
        self.device = device
