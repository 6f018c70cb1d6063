"""The child process in which pictures are opened: `python -m` this, a task, and sizes.

The picture comes in by standard input, the answer goes out by standard output. A picture that
makes a decoder fail, or that runs into a limit, ends this process and nothing else.
"""

import resource
import sys
from typing import BinaryIO

from shopkit.catalog.rules.photo import MOST_BYTES, PictureRefused, packed, packed_refusal
from shopkit.catalog.rules.pictures import develop, resize
from shopkit.catalog.rules.whitening import whiten_even

MEMORY_BYTES = 512 * 1024 * 1024
CPU_S = 15
TASKS = {"develop": develop, "resize": resize, "whiten": whiten_even}


def close_doors(memory_bytes: int = MEMORY_BYTES, cpu_s: int = CPU_S) -> None:
    """From here on no more memory, time or files than the largest photo needs."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(task: str, sizes: list[str], source: BinaryIO) -> bytes:
    try:
        return packed(TASKS[task](source.read(MOST_BYTES + 1), sizes))
    except PictureRefused as refusal:
        return packed_refusal(refusal)


if __name__ == "__main__":
    close_doors()
    sys.stdout.buffer.write(answer(sys.argv[1], sys.argv[2:], sys.stdin.buffer))
