"""面试的组织: panels with judges and chair, 回避, the supervised draw, the schedule, and late changes that lose no mark (features E02–E14)."""

from yingcai_desktop.services.panels.changing import move, replace_judge
from yingcai_desktop.services.panels.drawing import DrawSheet, draw, draw_sheet
from yingcai_desktop.services.panels.forming import PanelForm, form_of, remove, save
from yingcai_desktop.services.panels.hearing import hearing, panels_of
from yingcai_desktop.services.panels.overview import Board, HeardRow, PanelCard, board
from yingcai_desktop.services.panels.recusing import recuse, unrecuse
from yingcai_desktop.services.panels.scheduling import Slot, schedule, timetable
from yingcai_desktop.services.panels.summing import JudgeRow, Summary, SumRow, explain, summary

__all__ = [
    "Board",
    "DrawSheet",
    "HeardRow",
    "JudgeRow",
    "PanelCard",
    "PanelForm",
    "Slot",
    "SumRow",
    "Summary",
    "board",
    "draw",
    "draw_sheet",
    "explain",
    "form_of",
    "hearing",
    "move",
    "panels_of",
    "recuse",
    "remove",
    "replace_judge",
    "save",
    "schedule",
    "summary",
    "timetable",
    "unrecuse",
]
