"""Is this a harmless picture or PDF, and what of it is kept? Runs in the child process; judged by content, never by name (reliability F16).

A picture is drawn anew as JPEG: turned upright, at most so many pixels, without EXIF, place of taking, thumbnail or profile. A PDF stays as it is.
"""

import io
import math
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

FILE_LIMIT = 20 * 1024 * 1024
"""Bytes of a file that is read at all."""
PIXEL_LIMIT = 50_000_000
"""Pixels of a picture that is decoded at all; its header says how many."""
SCAN_PIXELS = 2_000_000
"""Pixels that are kept of a scan: A4 at 145 dpi."""
PHOTO_PIXELS = 500_000
"""Pixels that are kept of a portrait: 35 mm high at 600 dpi."""
QUALITY = 85
FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP")
JPEG, PDF = "image/jpeg", "application/pdf"
_PDF_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Scan:
    """What is kept of a file, or why nothing is: `refused` is a code of `codes.py`, blank for a sound file. Sizes in pixels, 0 for PDF."""

    refused: str = ""
    media: str = ""
    data: bytes = b""
    width: int = 0
    height: int = 0
    pages: int = 1


class _Refused(Exception):
    """Nothing is kept of it; the argument is the code."""


def read_scan(path: Path, pixels: int = SCAN_PIXELS) -> Scan:
    """Read one file; at most `pixels` of a picture are kept. Raises `OSError` when it cannot be opened."""
    with path.open("rb") as file:
        data = file.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        return Scan("scan.too-large")
    try:
        return _pdf(data) if b"%PDF-" in data[:_PDF_HEAD] else _picture(data, pixels)
    except _Refused as refused:
        return Scan(str(refused))
    except MemoryError:
        return Scan("scan.too-many-pixels")


def _pdf(data: bytes) -> Scan:
    from yingcai_desktop.documents.paper import count

    try:
        pages = count(data)
    except ValueError as error:  # broken, or under a password
        raise _Refused("scan.pdf-closed") from error
    if not pages:
        raise _Refused("scan.pdf-closed")
    return Scan("", PDF, data, pages=pages)


def _picture(data: bytes, pixels: int) -> Scan:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a large picture is refused below, by its header
        try:
            picture = Image.open(io.BytesIO(data), formats=FORMATS)  # reads the header only
        except Image.DecompressionBombError as error:
            raise _Refused("scan.too-many-pixels") from error
        except Exception as error:  # whatever a plugin trips over: it is none of our formats, or broken at the head
            raise _Refused("scan.not-a-scan") from error
        if picture.width * picture.height > PIXEL_LIMIT:
            raise _Refused("scan.too-many-pixels")
        if picture.format == "TIFF" and getattr(picture, "n_frames", 1) > 1:
            raise _Refused("scan.many-pages")
        try:
            return _redrawn(picture, pixels)
        except MemoryError:
            raise
        except Exception as error:  # Pillow raises anything for bytes that lie
            raise _Refused("scan.damaged") from error


def _redrawn(picture: Image.Image, pixels: int) -> Scan:
    """The picture on white, upright, in RGB, small enough, as a fresh JPEG."""
    scale = min(1.0, math.sqrt(pixels / (picture.width * picture.height)))
    picture.draft("RGB", (round(picture.width * scale), round(picture.height * scale)))  # a large JPEG is decoded small
    upright = ImageOps.exif_transpose(picture)
    scale = min(1.0, math.sqrt(pixels / (upright.width * upright.height)))
    if "A" in upright.getbands() or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        plain = Image.new("RGB", seen.size, "white")
        plain.paste(seen, mask=seen.getchannel("A"))
    elif upright.mode.startswith("I"):  # 16-bit scans: the upper eight bits are what one sees
        plain = upright.point(lambda value: value / 256).convert("L").convert("RGB")
    else:
        plain = upright.convert("RGB")
    if scale < 1:
        size = max(1, math.floor(plain.width * scale)), max(1, math.floor(plain.height * scale))
        plain = plain.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    fresh = Image.new("RGB", plain.size)  # a new picture has no past: no EXIF, no comment, no profile
    fresh.paste(plain)
    fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Scan("", JPEG, out.getvalue(), fresh.width, fresh.height)
