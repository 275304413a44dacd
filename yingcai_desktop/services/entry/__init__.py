"""双录: marks typed twice from paper by two people, blind, compared, and settled by a third (features D04–D06, D10; reliability §3.8).

`papers` lists the sheets there are; `view` is what the person at the desk may see of a pass; `save` keeps each accepted cell; `close` hands a
pass in against the total on the paper; `compare`, `pick` and `settle` turn two passes into marks. Nothing of a pass leaves these functions
before both are handed in, but to the person who types it (U37).
"""

from yingcai_desktop.services.entry.comparing import Comparison, Disagreement, compare, pick, settle, unpick
from yingcai_desktop.services.entry.figures import ClerkFigures, clerk_figures
from yingcai_desktop.services.entry.paper import Line, Paper, expert_paper, fields_of, interview_papers, paper, papers
from yingcai_desktop.services.entry.passes import close, reopen, restart, save
from yingcai_desktop.services.entry.viewing import Progress, View, progress, view
from yingcai_desktop.services.marked import SheetRef

__all__ = [
    "ClerkFigures",
    "Comparison",
    "Disagreement",
    "Line",
    "Paper",
    "Progress",
    "SheetRef",
    "View",
    "clerk_figures",
    "close",
    "compare",
    "expert_paper",
    "fields_of",
    "interview_papers",
    "paper",
    "papers",
    "pick",
    "progress",
    "reopen",
    "restart",
    "save",
    "settle",
    "unpick",
    "view",
]
