"""Pictures as phones and mischief-makers send them, made on the spot."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageDraw

pillow_heif.register_heif_opener()


def scene(width: int = 1200, height: int = 900) -> Image.Image:
    """A picture whose four corners can be told apart: red, green, blue, white."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    w, h = width // 4, height // 4
    draw.rectangle((0, 0, w, h), fill=(220, 20, 20))
    draw.rectangle((width - w, 0, width, h), fill=(20, 200, 20))
    draw.rectangle((0, height - h, w, height), fill=(20, 20, 220))
    draw.rectangle((width - w, height - h, width, height), fill=(250, 250, 250))
    return image


def noise(width: int, height: int) -> Image.Image:
    """The hardest picture to make light."""
    return Image.effect_noise((width, height), 120).convert("RGB")


def encoded(image: Image.Image, form: str, **how: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def jpeg(width: int = 1200, height: int = 900, **how: Any) -> bytes:
    return encoded(scene(width, height), "JPEG", quality=90, **how)


def with_place(orientation: int = 1) -> bytes:
    """A photo that tells where it was taken, by which phone, and carries a comment."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PhoneMakerXYZ"
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 49.0, 8.0), 3: "E", 4: (104.0, 59.0, 1.0)})
    return jpeg(exif=exif.tobytes(), comment=b"secret comment", xmp=b"<x:xmpmeta>where</x:xmpmeta>")


def flat_png(width: int, height: int) -> bytes:
    """A PNG of one colour, one bit a pixel: a few kilobytes, however many pixels."""
    row = b"\0" + b"\0" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def moving(form: str) -> bytes:
    frames = [scene(600, 600), noise(600, 600)]
    return encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


def red_called_green() -> bytes:
    """A red picture whose colour profile says that its first number is green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"____").replace(b"gXYZ", b"rXYZ").replace(b"____", b"gXYZ")
    return encoded(Image.new("RGB", (600, 600), (220, 20, 20)), "PNG", icc_profile=swapped)
