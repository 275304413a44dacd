"""A finished PDF as sheets: sizes in words, pictures in the right colours, part of a file, from several threads at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.documents import samples
from tests.documents.reading import pdfium_text
from yingcai_desktop.documents.certificate import certificates_pdf
from yingcai_desktop.documents.paper import Paper, Sheet, count


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return certificates_pdf([samples.certificate()] * 3)


def test_size_in_words(pdf: bytes) -> None:
    paper = Paper(pdf)
    assert [sheet.words for sheet in paper.sheets] == ["A4 横向"] * 3
    assert Sheet(595.28, 841.89).words == "A4 纵向"
    assert Sheet(283.46, 425.2).words == "100×150 mm 纵向"
    paper.close()


def test_a_picture_is_white_paper_in_the_size_asked_for(pdf: bytes) -> None:
    paper = Paper(pdf)
    made = paper.picture(0, 1.0)
    assert (made.width, made.height) == (842, 596)
    assert made.pixels[:4] == b"\xff\xff\xff\xff"
    assert len(set(made.pixels)) > 20
    paper.close()


def test_no_picture_takes_all_memory(pdf: bytes) -> None:
    paper = Paper(pdf)
    made = paper.picture(0, 1000.0)
    assert made.width * made.height < 41_000_000
    paper.close()


def test_part_of_a_file_and_the_whole_of_it(pdf: bytes) -> None:
    paper = Paper(pdf)
    assert count(paper.only(2, 3)) == 2
    assert paper.only(1, 3) is pdf
    paper.close()


def test_a_closed_file_gives_no_pictures(pdf: bytes) -> None:
    paper = Paper(pdf)
    paper.close()
    paper.close()
    with pytest.raises(ValueError, match="closed"):
        paper.picture(0, 1.0)
    with pytest.raises(ValueError, match="not a PDF"):
        Paper(b"%PDF-1.4 broken")


def test_threads_wait_for_each_other(pdf: bytes) -> None:
    papers = [Paper(pdf) for _ in range(4)]
    with ThreadPoolExecutor(4) as workers:
        pictures = list(workers.map(lambda n: papers[n % 4].picture(n % 3, 0.5).pixels, range(48)))
    assert [pictures[n] for n in range(0, 48, 12)] == [pictures[0]] * 4
    for paper in papers:
        paper.close()


def test_a_test_may_read_while_the_program_draws(pdf: bytes) -> None:
    """The readers of the tests take the lock too: without it pdfium took the whole test process with it."""
    paper = Paper(pdf)
    with ThreadPoolExecutor(2) as pool:
        drawn = [pool.submit(paper.picture, 0, 1.0) for _ in range(30)]
        words = {pdfium_text(pdf) for _ in range(60)}
        assert {picture.result().pixels for picture in drawn} == {drawn[0].result().pixels}
    paper.close()
    assert len(words) == 1


def test_a_paper_left_open_ends_with_the_process_and_nothing_is_said(pdf: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf)
    code = "import sys; from pathlib import Path; from yingcai_desktop.documents.paper import Paper; kept = Paper(Path(sys.argv[1]).read_bytes())"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.pdf")], capture_output=True, text=True, check=True)
    assert done.stderr == ""
