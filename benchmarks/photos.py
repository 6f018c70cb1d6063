"""Photos of a stall read by ours and by zxing-cpp alone, at three difficulties.

    python -m benchmarks.photos [--photos 80] [--seeds 2026 2027] [--level strong]

A photo counts when every code in it is read; a text that is in no photo counts as wrong. These
seeds were not used while the reader was made. Times are CPU seconds of one core.
"""

import argparse
import resource
import time
from dataclasses import dataclass
from io import BytesIO

import zxingcpp
from PIL import Image

from benchmarks.stall_photos import LEVELS, StallPhoto, photo
from qr_labels.reading.photos import read

SEEDS = (2026, 2027)
PHOTOS = 80
STRONG_REACH = 50 / 80
MOST_SECONDS = 1.5


@dataclass
class Score:
    """What one reader made of a level."""

    name: str
    read_count: int = 0
    wrong_count: int = 0
    seconds: float = 0
    longest: float = 0

    def add(self, shown: StallPhoto, texts: set[str], seconds: float) -> None:
        """Count one photo."""
        self.read_count += texts.issuperset(shown.texts)
        self.wrong_count += len(texts.difference(shown.texts))
        self.seconds += seconds
        self.longest = max(self.longest, seconds)


def read_by_zxing(jpeg: bytes) -> set[str]:
    """The peer, as anybody would call it."""
    with Image.open(BytesIO(jpeg)) as image:
        return {code.text for code in zxingcpp.read_barcodes(image) if code.text}


def read_by_us(jpeg: bytes) -> set[str]:
    """Ours, from the same bytes."""
    return {found.text for found in read(jpeg)}


def measure(level: str, seed: int, count: int) -> tuple[Score, Score]:
    """Both readers over the same photos, each photo by both in turn."""
    peer, ours = Score("zxing-cpp"), Score("ours")
    for number in range(count):
        shown = photo(level, seed, number)
        for score, reader in ((peer, read_by_zxing), (ours, read_by_us)):
            before = time.process_time()
            texts = reader(shown.jpeg)
            score.add(shown, texts, time.process_time() - before)
    return peer, ours


def main() -> int:
    """Print the counts; 1 when a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--level", choices=LEVELS, nargs="+", default=tuple(LEVELS))
    options = parser.parse_args()
    missed = False
    for seed in options.seeds:
        for level in options.level:
            peer, ours = measure(level, seed, options.photos)
            for score in (peer, ours):
                print(
                    f"seed {seed} {level:7} {score.name:10} {score.read_count:3}/{options.photos}"
                    f"  wrong {score.wrong_count}  mean {score.seconds / options.photos:.2f} s"
                    f"  longest {score.longest:.2f} s",
                    flush=True,
                )
            reach = STRONG_REACH * options.photos if level == "strong" else peer.read_count
            missed |= ours.read_count < max(reach, peer.read_count) or ours.wrong_count > 0
            missed |= ours.longest > MOST_SECONDS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"peak memory, drawing the photos included: {peak} MB")
    print(f"wanted: none fewer than zxing-cpp, {STRONG_REACH:.0%} at strong, {MOST_SECONDS} s")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
