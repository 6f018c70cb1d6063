"""Recorded words: what kind of file it is by its first bytes, and how long it lasts."""

import struct
from dataclasses import dataclass

MOST_BYTES = 400_000
TYPES = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4"}
OGG_TICKS = {b"OpusHead": 48_000}
VORBIS = b"\x01vorbis"
# Bits a second of MPEG-1 and MPEG-2 layer III by the four bits of a frame's head, in thousands.
MP3_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
MP3_LOW_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
ID3_HEAD = 10
MPEG1, LAYER3 = 3, 1


@dataclass(frozen=True)
class Sound:
    """A recording that may be offered; `seconds` is rounded up, so none lasts nothing."""

    name: str
    mimetype: str
    seconds: int


def sound_or_none(name: str, data: bytes) -> Sound | None:
    """The recording, unless it is too large or not what its name says."""
    kind = name.rpartition(".")[2]
    reader = {"mp3": mp3_seconds, "ogg": ogg_seconds, "m4a": m4a_seconds}.get(kind)
    if reader is None or len(data) > MOST_BYTES:
        return None
    seconds = reader(data)
    return Sound(name, TYPES[kind], max(1, -int(-seconds // 1))) if seconds else None


def ogg_seconds(data: bytes) -> float:
    """From the clock on the last page; nothing when it is not Opus or Vorbis."""
    last = data.rfind(b"OggS")
    if not data.startswith(b"OggS") or len(data) < last + 14:
        return 0
    ticks = next((rate for head, rate in OGG_TICKS.items() if head in data[:100]), 0)
    vorbis = data[:100].find(VORBIS)
    if vorbis >= 0 and len(data) >= vorbis + 16:
        (ticks,) = struct.unpack_from("<I", data, vorbis + 12)
    (clock,) = struct.unpack_from("<q", data, last + 6)
    return clock / ticks if ticks and clock > 0 else 0


def m4a_seconds(data: bytes) -> float:
    """From the head of the film that the sound is kept as."""
    head = data.find(b"mvhd")
    if data[4:8] != b"ftyp" or head < 0 or len(data) < head + 36:
        return 0
    if data[head + 4] == 0:
        scale, length = struct.unpack_from(">II", data, head + 16)
    else:
        scale, length = struct.unpack_from(">IQ", data, head + 24)
    return length / scale if scale else 0


def mp3_seconds(data: bytes) -> float:
    """From the rate of the first frame, as a recording of one rate has it."""
    start = 0
    if data.startswith(b"ID3") and len(data) > ID3_HEAD:
        shifts = zip(data[6:10], (21, 14, 7, 0), strict=True)
        start = ID3_HEAD + sum(byte << shift for byte, shift in shifts)
    head = data[start : start + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or head[1] >> 1 & 3 != LAYER3:
        return 0
    rates = MP3_RATES if head[1] >> 3 & 3 == MPEG1 else MP3_LOW_RATES
    rate = rates[head[2] >> 4] * 1000
    return (len(data) - start) * 8 / rate if rate else 0
