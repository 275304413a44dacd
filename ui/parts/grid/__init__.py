"""The score grid: Excel's hands over a pure sheet. `Grid` says how it is used; `SmallGrid` is the editable list inside a form."""

from ui.parts.grid.bar import CellBar
from ui.parts.grid.columns import GridColumn
from ui.parts.grid.sheet import Change, Line, Mark, ScoreSheet
from ui.parts.grid.small import SmallGrid
from ui.parts.grid.view import Grid

__all__ = ["CellBar", "Change", "Grid", "GridColumn", "Line", "Mark", "ScoreSheet", "SmallGrid"]
