"""What the status bar says about the selected cells. No Qt here."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from ui.parts.grid.sheet import ScoreSheet


def summary(sheet: ScoreSheet, spots: Iterable[tuple[int, int]]) -> str:
    """How many cells, and sum, average, most and least of the numbers among them."""
    spots = list(spots)
    numbers = [value for row, column in spots if (value := sheet.value(row, column)) is not None]
    parts = [f"选中 {len(spots)} 格"] if spots else []
    if len(numbers) > 1:
        average = (sum(numbers, Decimal(0)) / len(numbers)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        parts += [f"数字 {len(numbers)} 个", f"合计 {sum(numbers, Decimal(0))}", f"平均 {average}"]
        parts += [f"最大 {max(numbers)}", f"最小 {min(numbers)}"]
    return " · ".join(parts)
