"""The child process in which the picture of a shop is drawn: `python -m` this.

The words and photos come in by standard input, the JPEG goes out by standard output.
"""

import resource
import sys

from shopkit.channels.rules.front_picture import drawn, unpacked

MEMORY_BYTES = 512 * 1024 * 1024
CPU_S = 10
MOST_SENT = 16 * 1024 * 1024


def close_doors() -> None:
    """From here on no more memory, time or files than the largest picture needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    close_doors()
    sign, photos = unpacked(sys.stdin.buffer.read(MOST_SENT))
    sys.stdout.buffer.write(drawn(sign, photos))
