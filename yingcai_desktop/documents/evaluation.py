"""考核评价 on paper: summaries, the filing of exits, an expert's score sheet, a student's year on one page, a supervision (附件2 二（二）、七)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, form, grid
from yingcai_desktop.documents.typeset import draw
from yingcai_desktop.documents.words import Words

_INK, _PALE, _GREY = HexColor(0x1A5CA8), HexColor(0xDCEAF8), HexColor(0x8A8A8A)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under a heading. `columns`: title and share of the width; a share below zero: running text, set left."""

    heading: Heading
    title: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    wide: bool = True
    tall: float = 24
    """Least height of a row in points: more where marks are written by hand."""


def _column(title: str, share: float) -> Column:
    return Column(title, abs(share), "left" if share < 0 else "center", running=share < 0, size=9.5 if share < 0 else 10)


def _section(sheet: Sheet) -> Section:
    columns = [_column(title, share) for title, share in sheet.columns]
    flow = [
        *head(sheet.title, sheet.heading, wide=sheet.wide),
        grid(columns, sheet.rows, text_width(wide=sheet.wide), least=sheet.tall),
        tail(sheet.heading, sheet.signatures, notes=sheet.notes),
    ]
    h = sheet.heading
    return Section(" · ".join(p for p in (f"{h.season}年度", h.programme, h.city, h.subject, sheet.title) if p), flow)


def sheets_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Each on pages of its own, people in the order given; all of one orientation. MissingGlyph before anything is drawn."""
    glyphs.require(sheets)
    first = sheets[0]
    return book(first.title, first.heading.unit, [_section(sheet) for sheet in sheets], wide=first.wide)


@dataclass(frozen=True, slots=True)
class Station:
    """One of the four evaluations: what was said, and the facts."""

    title: str
    verdict: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearPage:
    """A student's year: who, the four stations, shares of the four faces (0–1), and where the score stands."""

    heading: Heading
    person: tuple[tuple[str, str, str, str], ...]
    stations: tuple[Station, ...]
    mine: Mapping[str, float]
    group: Mapping[str, float]
    peers: int
    spread: tuple[tuple[str, int, bool], ...]


class _Radar(Flowable):
    """The four faces: filled, the student; dashed, the mean of the subject."""

    SIZE = 150

    def __init__(self, mine: Mapping[str, float], group: Mapping[str, float]) -> None:
        super().__init__()
        self.mine, self.group = mine, group

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """Full width, fixed height."""
        self.width = room
        return room, self.SIZE

    def draw(self) -> None:
        """Rings, axes, shapes, words."""
        names = list(self.mine)
        corners = [(sin(2 * pi * n / len(names)), cos(2 * pi * n / len(names))) for n in range(len(names))]
        x, y, radius = self.width / 2, self.SIZE / 2, self.SIZE / 2 - 20
        self.canv.setLineWidth(0.4)
        self.canv.setStrokeColor(_GREY)
        for ring in (0.25, 0.5, 0.75, 1.0):
            self._shape([(x + cx * radius * ring, y + cy * radius * ring) for cx, cy in corners])
        for cx, cy in corners:
            self.canv.line(x, y, x + cx * radius, y + cy * radius)
        self.canv.setStrokeColor(_INK)
        self.canv.setFillColor(_PALE)
        self.canv.setLineWidth(1.2)
        shares = zip(corners, self.mine.values(), strict=True)
        self._shape([(x + cx * radius * share, y + cy * radius * share) for (cx, cy), share in shares], fill=1)
        if self.group:
            self.canv.setStrokeColor(_GREY)
            self.canv.setDash(3, 2)
            around = zip(corners, (self.group.get(name, 0.0) for name in names), strict=True)
            self._shape([(x + cx * radius * share, y + cy * radius * share) for (cx, cy), share in around])
            self.canv.setDash()
        for name, (cx, cy) in zip(names, corners, strict=True):
            align = "center" if abs(cx) < 0.1 else "left" if cx > 0 else "right"
            draw(self.canv, x + cx * (radius + 6), y + cy * (radius + 8) - 3, f"{name} {self.mine[name]:.0%}", 9, align=align)

    def _shape(self, points: Sequence[tuple[float, float]], fill: int = 0) -> None:
        path = self.canv.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        self.canv.drawPath(path, stroke=1, fill=fill)


def _year(page: YearPage) -> Section:
    room = text_width()
    flow: list[Flowable] = [*head("学员评价表", page.heading), form(page.person, (22, 64, 22, 64), room, least=23)]
    for station in page.stations:
        title = Words(f"{station.title}：{station.verdict}", 11.5, Style.HEI_BOLD)
        flow += [CondPageBreak(70), Spacer(0, 9), title, Spacer(0, 3)]
        flow += [Words(line, 10, running=True) for line in station.lines]
    if page.mine:
        flow += [CondPageBreak(_Radar.SIZE + 40), Spacer(0, 8), Words("四项得分（占满分的比例）", 11.5, Style.HEI_BOLD), _Radar(page.mine, page.group),
                 Words(f"实线为本人，虚线为同项目同学科{page.peers}名有成绩学员的平均。", 9, align="center"), Spacer(0, 6)]  # fmt: skip
        columns = [Column(words + ("（本人）" if mine else ""), 1) for words, _, mine in page.spread]
        flow += [grid(columns, [tuple(f"{count}人" for _, count, _ in page.spread)], room)]
    flow.append(tail(page.heading, ("导师", "盟市管理办公室", "自治区管理办公室")))
    h, name = page.heading, page.person[0][1]
    return Section(" · ".join(p for p in (f"{h.season}年度", h.programme, h.city, h.subject, name, "评价表") if p), flow)


def years_pdf(pages: Sequence[YearPage]) -> bytes:
    """One student after another, each from a new page."""
    glyphs.require(pages)
    return book("学员评价表", pages[0].heading.unit, [_year(page) for page in pages])


@dataclass(frozen=True, slots=True)
class SupervisionPage:
    """One act of the committee: facts, findings, who opened which file."""

    heading: Heading
    facts: tuple[tuple[str, str, str, str], ...]
    matter: str
    conclusion: str
    findings: tuple[tuple[str, ...], ...]
    views: tuple[tuple[str, ...], ...]


_FINDINGS = (Column("序号", 10), Column("类别", 18), Column("发现", 66, "left", running=True), Column("责任单位", 30),
             Column("期限", 22), Column("整改情况", 46, "left", running=True))  # fmt: skip
_VIEWS = (Column("序号", 10), Column("查阅时间", 34), Column("查阅人", 28), Column("学员", 40), Column("学科", 20))


def supervision_pdf(page: SupervisionPage) -> bytes:
    """督导记录, with its log of opened files."""
    glyphs.require(page)
    room = text_width()
    flow: list[Flowable] = [*head("专家咨询委员会督导记录", page.heading), form(page.facts, (22, 64, 22, 64), room, least=23)]
    for title, text in (("督导内容", page.matter), ("总体评价", page.conclusion)):
        if text:
            flow += [Spacer(0, 8), Words(title, 11.5, Style.HEI_BOLD), Spacer(0, 3), Words(text, 10.5, running=True, indent=2)]
    for title, columns, rows in (("问题与典型案例", _FINDINGS, page.findings), ("档案查阅登记", _VIEWS, page.views)):
        if rows:
            flow += [Spacer(0, 10), Words(title, 11.5, Style.HEI_BOLD), Spacer(0, 4), grid(columns, rows, room)]
    flow.append(tail(page.heading, ("督导专家", "受督导单位", "记录人")))
    return book("专家咨询委员会督导记录", page.heading.unit, [Section(f"{page.heading.season}年度 · 督导记录", flow)])
