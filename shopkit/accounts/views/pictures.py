"""A QR as a picture inside the page."""

import segno


def qr_address(text: str) -> str:
    """The address of an SVG drawing of the text, complete in itself."""
    drawing: str = segno.make(text, error="m", micro=False).svg_data_uri(
        scale=1, border=4, dark="#000", light="#fff", omitsize=True
    )
    return drawing
