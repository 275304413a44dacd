"""岗位卡片: one A4 per role to pin to the wall — what is mine, five tasks with their keys, what others do, what takes two, whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style, width
from yingcai_desktop.documents.page import MUTED, NothingToPrint, blank_canvas
from yingcai_desktop.documents.typeset import Span, draw
from yingcai_desktop.documents.words import Words

TITLE: Final = "岗位卡片"
LEFT, RIGHT, FOOT = 16 * mm, A4[0] - 16 * mm, 30 * mm
_BAND: Final = 40 * mm
_GAP: Final = 9 * mm
_LINE, _PAPER = HexColor(0xC9CED6), HexColor(0xF3F5F8)
_SIZES: Final = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)


@dataclass(frozen=True, slots=True)
class Task:
    """What is done, where in the window, and the key ("" for none)."""

    what: str
    where: str
    keys: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What somebody else does: a part of the year, the acts in it, and by whom."""

    part: str
    acts: str
    who: str


@dataclass(frozen=True, slots=True)
class Card:
    """One role. `two` are its acts that take two people; `colour` is its own, as 0xRRGGBB."""

    role: str
    meaning: str
    about: str
    mine: tuple[str, ...]
    tasks: tuple[Task, ...]
    remember: tuple[str, ...]
    ask: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    two: tuple[str, ...]
    unit: str
    season: int
    colour: int = 0x17406D


def cards_pdf(cards: Sequence[Card]) -> bytes:
    """A page each, never more: the text gets smaller before it would leave the page. MissingGlyph before anything is drawn."""
    if not cards:
        raise NothingToPrint(TITLE)
    glyphs.require(cards)
    out = BytesIO()
    canvas = blank_canvas(out, A4, TITLE, cards[0].unit)
    for card in cards:
        _page(canvas, card)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _page(canvas: Canvas, card: Card) -> None:
    ink = HexColor(card.colour)
    _head(canvas, card, ink)
    top = _tasks(canvas, card, A4[1] - _BAND - 9 * mm, ink)
    half = (RIGHT - LEFT - _GAP) / 2
    for make, x in ((_left, LEFT), (_right, LEFT + half + _GAP)):
        y = top
        for part in _fitted([make(card, size, ink) for size in _SIZES], half, top - FOOT):
            _, high = part.wrap(half, top)
            y -= high
            part.drawOn(canvas, x, y)
        if y < FOOT:
            raise ValueError(f"the card of {card.role} does not fit on one page")
    _foot(canvas, card)


def _fitted(flows: Sequence[list[Flowable]], room: float, depth: float) -> list[Flowable]:
    """The first, in falling size, that is not deeper than the place; else the last."""
    return next((flow for flow in flows if sum(part.wrap(room, A4[1])[1] for part in flow) <= depth), flows[-1])


def _head(canvas: Canvas, card: Card, ink: Color) -> None:
    canvas.setFillColor(ink)
    canvas.rect(0, A4[1] - _BAND, A4[0], _BAND, stroke=0, fill=1)
    base = A4[1] - 24 * mm
    draw(canvas, LEFT, base, card.role, 46, Style.HEI_BOLD, colour=white)
    draw(canvas, RIGHT, A4[1] - 15 * mm, f"英才培养管理 · {TITLE}", 11, Style.HEI, align="right", colour=white)
    draw(canvas, RIGHT, A4[1] - 21 * mm, f"{card.unit}　{card.season} 年度", 11, Style.HEI, align="right", colour=white)
    draw(canvas, LEFT, A4[1] - 34.5 * mm, card.meaning, 14, Style.HEI_BOLD, colour=white)


def _tasks(canvas: Canvas, card: Card, y: float, ink: Color) -> float:
    """The introduction and the five tasks over the whole width; where the columns begin."""
    about = Words(card.about, 12, Style.SONG, running=True, leading=1.45)
    _, high = about.wrap(RIGHT - LEFT, A4[1])
    about.drawOn(canvas, LEFT, y - high)
    y -= high + 7 * mm
    draw(canvas, LEFT, y, "最常做的五件事", 14, Style.HEI_BOLD, colour=ink)
    y -= 3.5 * mm
    step = 10.5 * mm
    for number, task in enumerate(card.tasks, 1):
        middle = y - step / 2
        canvas.setFillColor(_PAPER)
        canvas.roundRect(LEFT, y - step + 1.2 * mm, RIGHT - LEFT, step - 1.2 * mm, 5, stroke=0, fill=1)
        canvas.setFillColor(ink)
        canvas.circle(LEFT + 6.5 * mm, middle + 0.6 * mm, 3 * mm, stroke=0, fill=1)
        draw(canvas, LEFT + 6.5 * mm, middle + 0.6 * mm - 3.6, str(number), 11, Style.HEI_BOLD, align="center", colour=white)
        draw(canvas, LEFT + 13 * mm, middle - 2.2, task.what, 12.5, Style.HEI_BOLD)
        draw(canvas, LEFT + 62 * mm, middle - 2.2, task.where, 11, Style.SONG)
        if task.keys:
            _keys(canvas, task.keys, RIGHT - 4 * mm, middle + 0.6 * mm)
        y -= step
    return y - 6 * mm


def _keys(canvas: Canvas, keys: str, right: float, middle: float) -> None:
    """Key caps that end at `right`."""
    x = right
    for key in reversed(keys.split("+")):
        wide = max(width(key, Style.HEI_BOLD, 10.5) + 10, 20)
        x -= wide
        canvas.setStrokeColor(HexColor(0x6B7480))
        canvas.setLineWidth(0.8)
        canvas.setFillColor(white)
        canvas.roundRect(x, middle - 8, wide, 16, 3, stroke=1, fill=1)
        draw(canvas, x + wide / 2, middle - 3.8, key, 10.5, Style.HEI_BOLD, align="center")
        x -= 4


class _Title(Flowable):
    """A heading over a coloured rule."""

    def __init__(self, text: str, ink: Color) -> None:
        super().__init__()
        self.text, self.ink = text, ink

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """One line."""
        self.width = room
        return room, 25

    def draw(self) -> None:
        """Words, then the rule."""
        draw(self.canv, 0, 10, self.text, 13, Style.HEI_BOLD, colour=self.ink)
        self.canv.setStrokeColor(self.ink)
        self.canv.setLineWidth(1.2)
        self.canv.line(0, 4, self.width, 4)


class Bullet(Flowable):
    """A paragraph with a dot, or a number, before it."""

    def __init__(self, words: Words, mark: str = "·", inset: float = 12) -> None:
        super().__init__()
        self.words, self.mark, self.inset = words, mark, inset

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """As high as the paragraph."""
        self.width = room
        self.height = self.words.wrap(room - self.inset, depth)[1] + 2
        return room, self.height

    def draw(self) -> None:
        """The mark on the first line."""
        size, step = self.words.set_size, self.words.set_size * self.words.leading
        draw(self.canv, 1, self.height - (step - size) / 2 - 0.88 * size, self.mark, size, Style.HEI_BOLD, colour=MUTED)
        self.words.drawOn(self.canv, self.inset, 2)


def _list(title: str, lines: Sequence[str], size: float, ink: Color) -> list[Flowable]:
    return [_Title(title, ink), *(Bullet(Words(line, size, running=True)) for line in lines), Spacer(0, 9)] if lines else []


def _left(card: Card, size: float, ink: Color) -> list[Flowable]:
    two = [_Title("须两人办理", ink), Words("、".join(card.two) + "。另一人当场输入自己的口令。", size, running=True)] if card.two else []
    return [
        *_list("我的事", card.mine, size, ink), *_list("记住", card.remember, size, ink),
        *_list("有疑问找谁", card.ask, size, ink), *two,
    ]  # fmt: skip


def _right(card: Card, size: float, ink: Color) -> list[Flowable]:
    flow: list[Flowable] = [_Title("不归我办，由谁办", ink)]
    last = ""
    for line in card.elsewhere:
        if line.part != last:
            flow += [Spacer(0, 3 if last else 0), Words(line.part, size, Style.HEI_BOLD)]
        flow.append(Words((Span(f"{line.who}：", Style.HEI, ink), Span(line.acts)), size, running=True))
        last = line.part
    return flow


def _foot(canvas: Canvas, card: Card) -> None:
    y = 19 * mm
    slot = (RIGHT - LEFT) / 3
    for number, label in enumerate(("本岗位", "管理员", "电话")):
        x = LEFT + number * slot
        draw(canvas, x, y, f"{label}：", 11, Style.HEI_BOLD)
        canvas.setStrokeColor(MUTED)
        canvas.setLineWidth(0.6)
        canvas.line(x + width(f"{label}：", Style.HEI_BOLD, 11), y - 2, x + slot - 14, y - 2)
    canvas.setStrokeColor(_LINE)
    canvas.line(LEFT, 14 * mm, RIGHT, 14 * mm)
    note = "全部事项见“系统设置 · 用户与权限 · 权限一览”，本卡由它生成。兼几个角色的，各卡都看。"
    draw(canvas, LEFT, 9 * mm, note, 9, Style.HEI, colour=MUTED)
