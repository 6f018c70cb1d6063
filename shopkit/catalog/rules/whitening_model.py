"""A child process of its own that tells a thing from its ground by a small neural network.

Offered only where the operator installed `onnxruntime` and a package that ships the network; this
program fetches neither. Run as `python -m` this with the path of the network; the master comes in
by standard input, the answer goes out by standard output.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from shopkit.catalog.rules import developing
from shopkit.catalog.rules.photo import (
    MOST_BYTES,
    Developed,
    PictureRefused,
    packed,
    packed_refusal,
)
from shopkit.catalog.rules.pictures import read
from shopkit.catalog.rules.whitening import on_white

# Measured at about 350 MB in use; the address space of its libraries is larger.
MEMORY_BYTES = 2 * 1024 * 1024 * 1024
CPU_S = 30
SIDE = 320
# Means and spreads of the pictures the network learnt from.
MEANS, SPREADS = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
# Below the first share of certainty a pixel is ground, above the second it is the thing.
GROUND, THING = 0.2, 0.8


def opened_network(path: Path) -> Any:
    """The network ready to run on one core, its output checked to be the one we know."""
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return runtime.InferenceSession(
        str(path), sess_options=options, providers=["CPUExecutionProvider"]
    )


def thing_of(network: Any, image: Image.Image) -> Image.Image:
    """A mask of the thing, of the picture's own size."""
    small = image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    levels = np.asarray(small, dtype=np.float64)
    level = (levels / max(float(levels.max()), 1.0) - np.array(MEANS)) / np.array(SPREADS)
    given = level.transpose(2, 0, 1)[np.newaxis].astype(np.float32)
    sure = network.run(None, {network.get_inputs()[0].name: given})[0][0, 0]
    low, high = float(sure.min()), float(sure.max())
    sure = (sure - low) / max(high - low, 1e-6)
    sure = np.clip((sure - GROUND) / (THING - GROUND), 0.0, 1.0)
    mask = Image.fromarray((sure * 255).astype(np.uint8), "L")
    return mask.resize(image.size, Image.Resampling.BICUBIC)


def whiten(network: Any, master: bytes) -> Developed:
    """The photo on white, its thing found by the network."""
    image, _notes = read(master)
    return on_white(image, thing_of(network, image))


def answer(network: Any, master: bytes) -> bytes:
    try:
        return packed(whiten(network, master))
    except PictureRefused as refusal:
        return packed_refusal(refusal)


if __name__ == "__main__":
    opened = opened_network(Path(sys.argv[1]))
    developing.close_doors(MEMORY_BYTES, CPU_S)
    sys.stdout.buffer.write(answer(opened, sys.stdin.buffer.read(MOST_BYTES + 1)))
