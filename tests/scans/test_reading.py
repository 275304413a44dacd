"""What is kept of pictures and PDFs, and what is refused by its bytes (reliability F16)."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.scans.pictures import pdf, picture
from yingcai_desktop import codes
from yingcai_desktop.scans import reading
from yingcai_desktop.scans.reading import JPEG, PDF, PHOTO_PIXELS, SCAN_PIXELS, Scan, read_scan
from yingcai_desktop.scans.supervised import ScanReader


def read(folder: Path, data: bytes, pixels: int = SCAN_PIXELS, name: str = "a.jpg") -> Scan:
    path = folder / name
    path.write_bytes(data)
    return read_scan(path, pixels)


def opened(scan: Scan) -> Image.Image:
    return Image.open(io.BytesIO(scan.data))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "BMP", "TIFF", "WEBP"])
def test_pictures_become_jpeg_whatever_they_are_called(tmp_path: Path, form: str) -> None:
    scan = read(tmp_path, picture(form=form), name="something.doc")
    assert (scan.refused, scan.media) == ("", JPEG)
    assert opened(scan).size == (scan.width, scan.height) == (600, 840)


@pytest.mark.parametrize("most", [SCAN_PIXELS, PHOTO_PIXELS])
def test_a_large_picture_is_kept_small_in_its_shape(tmp_path: Path, most: int) -> None:
    scan = read(tmp_path, picture(3000, 4000), most)
    assert most * 0.97 < scan.width * scan.height <= most
    assert scan.width / scan.height == pytest.approx(0.75, abs=0.01)


def test_where_and_with_what_it_was_taken_is_not_kept(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCameraMaker"
    exif[0x9286] = "a comment"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture(exif=exif.tobytes(), comment=b"SecretComment", icc_profile=b"SecretProfile" * 20)
    assert b"SecretCameraMaker" in data and b"SecretComment" in data and b"SecretProfile" in data
    scan = read(tmp_path, data)
    assert b"Secret" not in scan.data
    assert not opened(scan).getexif() and {"exif", "comment", "icc_profile"}.isdisjoint(opened(scan).info)


def test_a_photo_on_its_side_is_turned_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    scan = read(tmp_path, picture(840, 600, exif=exif.tobytes()))
    assert (scan.width, scan.height) == (600, 840)


def test_what_is_transparent_is_white_paper(tmp_path: Path) -> None:
    assert opened(read(tmp_path, picture(form="PNG", mode="RGBA"))).getpixel((2, 2)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "P"])
def test_every_kind_of_colour(tmp_path: Path, mode: str) -> None:
    made = Image.open(io.BytesIO(picture())).convert(mode)
    out = io.BytesIO()
    made.save(out, "TIFF")
    scan = read(tmp_path, out.getvalue())
    assert scan.refused == "" and opened(scan).mode == "RGB"


def test_a_sixteen_bit_scan_is_not_all_white(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("I;16", (40, 40), 0x8000).save(out, "PNG")
    grey = opened(read(tmp_path, out.getvalue())).convert("L").getpixel((20, 20))
    assert 120 <= int(str(grey)) <= 136


def test_a_pdf_stays_as_it_is(tmp_path: Path) -> None:
    data = pdf("one", "two")
    assert read(tmp_path, data, name="x.pdf") == Scan("", PDF, data, pages=2)


def bomb() -> bytes:
    """A PNG of 60,000 × 60,000 pixels by its header, some bytes in fact."""
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def test_the_header_is_believed_before_a_pixel_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(tmp_path, bomb()).refused == "scan.too-many-pixels"
    monkeypatch.setattr(reading, "PIXEL_LIMIT", 600 * 840 - 1)
    assert read(tmp_path, picture()).refused == "scan.too-many-pixels"
    monkeypatch.setattr(reading, "PIXEL_LIMIT", 600 * 840)
    assert read(tmp_path, picture()).refused == ""


def test_what_is_refused(tmp_path: Path) -> None:
    pages = [Image.new("L", (60, 60), 200), Image.new("L", (60, 60), 100)]
    many = io.BytesIO()
    pages[0].save(many, "TIFF", save_all=True, append_images=pages[1:])
    wrong = {
        b"": "scan.not-a-scan",
        b"PK\x03\x04 a workbook": "scan.not-a-scan",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>": "scan.not-a-scan",
        picture(form="GIF"): "scan.not-a-scan",
        picture()[:900]: "scan.damaged",
        pdf("x")[:200]: "scan.pdf-closed",
        pdf("x", encrypt="secret"): "scan.pdf-closed",
        many.getvalue(): "scan.many-pages",
        bytes(reading.FILE_LIMIT + 1): "scan.too-large",
    }
    found = {n: read(tmp_path, data).refused for n, data in enumerate(wrong)}
    assert found == dict(enumerate(wrong.values()))
    assert set(found.values()) <= codes.MESSAGES.keys()


def test_the_child_reads_the_same_and_survives_what_it_cannot_read(tmp_path: Path) -> None:
    sound, other = tmp_path / "照片 甲.png", tmp_path / "x.pdf"
    sound.write_bytes(picture(form="PNG"))
    other.write_bytes(pdf("one"))
    with ScanReader() as reader:
        assert reader.read(sound, PHOTO_PIXELS) == read_scan(sound, PHOTO_PIXELS)
        assert reader.read(tmp_path / "gone.jpg").refused == "scan.unreadable"
        child = reader._reader._child
        assert child is not None
        child.kill()
        child.wait()
        assert reader.read(sound).refused == "scan.unreadable"
        assert reader.read(other).pages == 1
