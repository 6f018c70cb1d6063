"""The child process in which photos of stands are read: `python -m` this, the photo comes in.

A photo that makes a decoder fail, or that runs into a limit, ends this process and nothing else.
Only the texts of the codes go out: what they mean is worked out by the one who asked.
"""

import json
import resource
import sys

import pillow_heif

from qr_labels.reading.photos import PhotoUnreadable, examine

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_S = 12
SEARCH_S = 2.5
MOST_BYTES = 20 * 1024 * 1024


def close_doors() -> None:
    """From here on no more memory, time or files than the largest photo needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(photo: bytes) -> bytes:
    """What was read, or a word for why the photo cannot be looked at."""
    try:
        seen = examine(photo, seconds=SEARCH_S)
    except PhotoUnreadable as refusal:
        return json.dumps({"refused": refusal.reason}).encode()
    texts = [code.text for code in seen.found]
    return json.dumps({"texts": texts, "unread": len(seen.unread)}).encode()


if __name__ == "__main__":
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()
    close_doors()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(MOST_BYTES + 1)))
