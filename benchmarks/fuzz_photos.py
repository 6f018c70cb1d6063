"""Coverage-guided search for a file that makes reading a photo fail, linger or swell.

    python -m benchmarks.fuzz_photos [-runs=3000] [-max_total_time=120]

Starts from small photos in every format. Options of libFuzzer are passed on; a finding ends the
run with the file that caused it.
"""

import contextlib
import resource
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import atheris
from PIL import Image

with atheris.instrument_imports(include=["qr_labels"]):
    from qr_labels.reading.photos import PhotoUnreadable, read
    from qr_labels.symbol.one import symbol

RUNS = "-runs=3000"
LARGEST_INPUT = "-max_len=20000"
MOST_SECONDS = 1.0
MOST_MB = 200


def seeds() -> list[bytes]:
    """A code as PNG (grey, palette, transparent), JPEG (plain and progressive) and WebP."""
    files = [symbol("HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A").png(scale=4)]
    with Image.open(BytesIO(files[0])) as drawn:
        grey = drawn.convert("L")
    for mode, format, options in (
        ("P", "PNG", {}),
        ("LA", "PNG", {}),
        ("RGBA", "PNG", {}),
        ("RGB", "JPEG", {}),
        ("L", "JPEG", {"progressive": True}),
        ("CMYK", "JPEG", {}),
        ("RGB", "WEBP", {}),
        ("RGBA", "WEBP", {"lossless": True}),
    ):
        out = BytesIO()
        grey.convert(mode).save(out, format, **options)
        files.append(out.getvalue())
    return files


def try_one(data: bytes) -> None:
    """Read, or be refused; never anything else, and never for long (on a machine at rest)."""
    started = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    with contextlib.suppress(PhotoUnreadable):
        read(data)
    took = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10) - before
    assert took <= MOST_SECONDS, f"{took:.2f} s"
    assert grown <= MOST_MB, f"{grown} MB more"


def main() -> None:
    """Fuzz until the runs or the time are up."""
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds()):
            (Path(folder) / f"seed-{number}").write_bytes(seed)
        # What libFuzzer is told last counts.
        atheris.Setup([sys.argv[0], RUNS, LARGEST_INPUT, *sys.argv[1:], folder], try_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
