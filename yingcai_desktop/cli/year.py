"""The sample year as four offices play it: who does which act, and which package then goes to whom (docs/packages.md §2).

The acts are data (`resources/season/offices.json`); `demo` and the test of the year play the same ones.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yingcai_desktop.assets import resource
from yingcai_desktop.errors import Refusal
from yingcai_desktop.vocabulary import EXPORTS, KINDS, PRINTS, STEPS

SEASON = resource("season")
REGION = "150000"
CITIES = {"150100": "呼和浩特市", "150200": "包头市", "150500": "通辽市"}

Act = Mapping[str, Any]
"""One act: `do` (decide, load, advance, export, print), what with, and `exit` 1 where it must be refused."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A package of a kind from one office to another."""

    sender: str
    recipient: str
    kind: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """A panel of an office that is heard at laptops; `marks`: the workbooks with what its judges give."""

    office: str
    group: tuple[str, str, str]
    name: str
    laptops: int
    marks: Sequence[Path]

    @property
    def title(self) -> str:
        """As a folder may be called."""
        return f"{CITIES.get(self.office, '国家')}{self.group[2]}{self.name}"


@dataclass(frozen=True, slots=True)
class Stage:
    """Acts by office, each office's in order and no office waiting for another; the panels then heard (`hearing.py`); then the errands,
    each recipient's in order.
    """

    name: str
    acts: Mapping[str, Sequence[Act]]
    hearings: Sequence[Hearing]
    errands: Sequence[Errand]


def year() -> list[Stage]:
    """The stages of the sample year in order."""
    stages = json.loads((SEASON / "offices.json").read_text("utf-8"))
    return [
        Stage(
            one["stage"],
            one["acts"],
            [_hearing(panel) for panel in one.get("panels", ())],
            [errand for sent in one["send"] for errand in _errands(sent["way"], sent["kind"])],
        )
        for one in stages
    ]


def _errands(way: str, kind: str) -> list[Errand]:
    return [Errand(REGION, city, kind) if way == "down" else Errand(city, REGION, kind) for city in CITIES]


def _hearing(panel: Mapping[str, Any]) -> Hearing:
    group = panel["programme"], panel["city"], panel["subject"]
    return Hearing(panel["office"], group, panel["name"], panel["laptops"], [SEASON / file for file in panel["marks"]])


def play(desk: Any, act: Act, out: Path) -> str:
    """Do one act at a desk and say what came of it; lists and pages go into `out`. One that must be refused is refused here too, and says why."""
    try:
        said = _do(desk, act, out)
    except Refusal as refusal:
        if not act.get("exit"):
            raise
        return f"按规则拒绝（演示预期）：{refusal.message}"
    if act.get("exit"):
        raise ValueError(f"was to be refused: {act}")
    return said


def _do(desk: Any, act: Act, out: Path) -> str:
    from yingcai_desktop.services import deciding, exports, intake, printing, stages
    from yingcai_desktop.services.scope import Scope

    match act["do"]:
        case "decide":
            recorded = deciding.decide(desk, SEASON / act["file"])
            return f"登记决定 {act['file']}：{len(recorded.changed)} 项"
        case "load":
            result = intake.load(desk, act["kind"], [SEASON / f for f in act["files"]])
            if not result.accepted:  # every file of the season can be read: what follows would go astray far from here
                raise RuntimeError("；".join(result.sentences()))
            new = sum(f.tally.new for f in result.files)
            refused = sum(f.checked.refused_rows for f in result.files)
            return f"导入{KINDS[act['kind']]}：{len(result.files)} 份工作簿，新增 {new} 行，拒收 {refused} 行"
        case "advance":
            counts = stages.advance(desk, act["step"], Scope(act.get("programme", ""))).counts
            return f"{STEPS[act['step']]}：" + "，".join(f"{k} {v}" for k, v in counts.items())
        case "export":
            count = exports.write(desk, act["what"], out / act["out"])
            return f"导出{EXPORTS[act['what']]}：{count} 行"
        case "print":
            pages = printing.write(desk, act["what"], out / f"{PRINTS[act['what']]}.pdf", Scope(act.get("programme", "")))
            return f"打印{PRINTS[act['what']]}：{pages} 页"
    raise ValueError(act["do"])
