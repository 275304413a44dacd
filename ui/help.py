"""F1 and Shift+F1: the page's own offline help, and the wording of the notice behind a clause (ux §3, Help; U35)."""

from collections.abc import Iterable

from yingcai_desktop import notice
from yingcai_desktop.assets import resource


def page_help(place: str) -> str:
    """The help of a page as Markdown; blank where none is written."""
    file = resource("help") / f"{place}.md"
    return file.read_text("utf-8") if file.exists() else ""


def wording(clauses: Iterable[str]) -> str:
    """The passages of the notice behind some citations as Markdown, each once; blank where nothing is cited."""
    found = {p.clause: p for clause in clauses for p in notice.passages(clause)}
    parts = []
    for passage in found.values():
        above = f"{' › '.join(passage.headings)}\n\n" if passage.headings else ""
        parts.append(f"### {passage.clause}\n\n{above}" + "\n\n".join(map(_plain, passage.paragraphs)))
    return "\n\n".join(parts)


def _plain(paragraph: str) -> str:
    """A paragraph that begins like a list stays a paragraph."""
    return paragraph.replace(". ", "\\. ", 1) if paragraph[:1].isdigit() else paragraph
