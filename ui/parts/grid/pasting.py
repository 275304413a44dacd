"""Where a block of the clipboard goes: one cell fills many, nothing wraps, nothing is added, and what did not fit is counted. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui.parts.grid.sheet import Change, Edit, ScoreSheet


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste did: `cells` texts found a place, `bad` of them are wrong; `outside` lay over the edge, `closed` met cells that cannot be edited."""

    changes: tuple[Change, ...]
    height: int
    width: int
    cells: int
    bad: int
    outside: int
    closed: int

    def said(self) -> str:
        """In words for the strip."""
        if not self.cells:
            first = "没有粘贴：这里的格子不能填写" if self.closed else "没有粘贴：剪贴板里没有可用的内容"
        elif self.bad:
            first = f"已粘贴 {self.cells} 格，{self.bad} 格有误"
        else:
            first = f"已粘贴 {self.height} 行 × {self.width} 列：{self.cells} 格全部有效"
        if self.outside:
            first += f"；{self.outside} 格超出表格，没有粘贴"
        if self.closed and self.cells:
            first += f"；{self.closed} 格不能填写，没有粘贴"
        return f"{first}。"

    def whole(self) -> bool:
        """Whether everything went in and is right."""
        return bool(self.cells) and not (self.bad or self.outside or self.closed)


def paste(
    sheet: ScoreSheet,
    block: Sequence[Sequence[str]],
    seen: Sequence[int],
    row: int,
    place: int,
    height: int,
    width: int,
) -> Pasted:
    """Paste at `row` and at `place` among the columns on show (`seen`); `height` × `width` is the selection.

    A selection that is a whole multiple of the block is filled with it; otherwise the block alone decides.
    """
    deep, wide = len(block), max((len(line) for line in block), default=0)
    if not deep or not wide:
        return Pasted((), 0, 0, 0, 0, 0, 0)
    fill = height % deep == 0 and width % wide == 0
    tall, broad = (height, width) if fill else (deep, wide)
    edits: list[Edit] = []
    outside = closed = 0
    for down in range(tall):
        line = block[down % deep]
        for right in range(broad):
            if right % wide >= len(line):
                continue
            if row + down >= len(sheet.lines) or place + right >= len(seen):
                outside += 1
            elif sheet.editable(row + down, seen[place + right]):
                edits.append((row + down, seen[place + right], line[right % wide]))
            else:
                closed += 1
    changes = sheet.write(edits, f"粘贴 {len(edits)} 格", fresh=True)
    sheet.fresh = {(sheet.lines[down].uid, sheet.columns[column].key) for down, column, _text in edits}
    bad = sum(1 for down, column, _text in edits if sheet.problem(down, column))
    return Pasted(changes, tall, broad, len(edits), bad, outside, closed)
