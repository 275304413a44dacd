"""Numbers, the check, and the file that goes to the printer."""

from pathlib import Path

import pypdf

from tests.journeys.hands import Hands
from tests.journeys.year.seat import witness


def certificates(hands: Hands, trainees: list[str], out: Path) -> None:
    hands.key("Ctrl+K")
    hands.type("zsdy")
    hands.key("Return")
    hands.settle()
    hands.press("给 2 人编号")
    witness(hands, "赵敏")
    assert hands.said() == "已编号，有效证书 2 张。"
    hands.list("持证人")
    hands.key("Ctrl+Home", "Space", "Down", "Space")
    hands.press("登记已核对 2 人")
    hands.list("持证人")
    hands.key("Ctrl+P")
    hands.settle()
    hands.press("预览并打印 2 张")
    assert hands.window.front is not hands.window.page, "the certificates are in the preview"
    hands.answer_file_dialog(out)
    hands.key("Ctrl+S")
    hands.settle()
    assert hands.said() == "已存为 证书.pdf，2 页。"
    on_paper(out, trainees)


def on_paper(out: Path, trainees: list[str]) -> None:
    """Each holder's name stands on a page of its own, with a number of its own."""
    pages = [page.extract_text().replace(" ", "") for page in pypdf.PdfReader(out).pages]
    assert len(pages) == len(trainees)
    for name in trainees:
        assert sum(name in text for text in pages) == 1, (name, pages)
    for number in range(1, len(trainees) + 1):
        assert sum(f"内后备证〔2025〕第000{number}号" in text for text in pages) == 1, pages
