"""Where the keyboard goes next in a grid: Enter down and on to the next column, Tab right and back to where it began. No Qt here."""

from collections.abc import Sequence

from ui.parts.grid.sheet import ScoreSheet

Spot = tuple[int, int]
"""Row and column."""


def below(sheet: ScoreSheet, seen: Sequence[int], at: Spot, by: int) -> Spot | None:
    """The next cell to fill downwards (`by` 1) or upwards (-1); after the last row the top of the next column (U1)."""
    columns = [column for column in seen if sheet.columns[column].takes_input]
    if not sheet.lines or at[1] not in columns:
        return _plain(sheet, at, by)
    column, row = columns.index(at[1]), at[0] + by
    while 0 <= column < len(columns):
        while 0 <= row < len(sheet.lines):
            if sheet.editable(row, columns[column]) or sheet.locked:
                return row, columns[column]
            row += by
        column += by
        row = 0 if by > 0 else len(sheet.lines) - 1
    return None


def beside(sheet: ScoreSheet, seen: Sequence[int], at: Spot, by: int) -> Spot | None:
    """The next cell to fill to the right (`by` 1) or left (-1), in the next row after the last column."""
    columns = [column for column in seen if sheet.columns[column].takes_input]
    place = (seen.index(at[1]) if at[1] in seen else 0) + by
    row = at[0]
    while 0 <= row < len(sheet.lines):
        while 0 <= place < len(seen):
            if seen[place] in columns and (sheet.editable(row, seen[place]) or sheet.locked):
                return row, seen[place]
            place += by
        row += by
        place = 0 if by > 0 else len(seen) - 1
    return None


def _plain(sheet: ScoreSheet, at: Spot, by: int) -> Spot | None:
    return (at[0] + by, at[1]) if 0 <= at[0] + by < len(sheet.lines) else None
