"""Kinds of package: names, ways, and file names without people."""

import pytest

from yingcai_desktop.exchange.kinds import ABOUT, PackageKind, Way, file_stem, kinds_for, panel_place, way_of
from yingcai_desktop.vocabulary import STEPS


def test_every_kind_is_known() -> None:
    assert ABOUT.keys() == set(PackageKind)
    assert len({about.label for about in ABOUT.values()}) == len(PackageKind)
    for about in ABOUT.values():
        assert about.ways
        assert set(about.done_first) <= about.ways
        assert {step for steps in about.done_first.values() for step in steps} <= STEPS.keys()


@pytest.mark.parametrize(
    ("sender", "recipient", "way"),
    [
        ("150000", "150100", Way.DOWN),
        ("150200", "150000", Way.UP),
        ("150100", "150200", None),
        ("150000", "150000", None),
    ],
)
def test_which_way(sender: str, recipient: str, way: Way | None) -> None:
    assert way_of(sender, recipient) is way


def test_file_names() -> None:
    assert file_stem(PackageKind.APPLICATIONS, Way.UP, "呼和浩特市", 3) == "上报包_呼和浩特_报名_0003"
    assert file_stem(PackageKind.BASE, Way.DOWN, "包头市", 12) == "下发包_包头_基础数据_0012"
    assert [panel_place(city, "数学", "甲组") for city in ("包头市", "通辽市", "")] == ["包头数学甲组", "通辽数学甲组", "数学甲组"]
    stems = {file_stem(kind, way, "通辽市", 1) for way in Way for kind in kinds_for(way)}
    assert len(stems) == sum(len(kinds_for(way)) for way in Way)
    assert not [stem for stem in stems if set(stem) & set('\\/:*?"<>| ')]


def test_base_goes_down_and_recommendations_go_up() -> None:
    assert PackageKind.BASE in kinds_for(Way.DOWN) and PackageKind.BASE not in kinds_for(Way.UP)
    assert PackageKind.RECOMMENDATIONS in kinds_for(Way.UP) and PackageKind.RECOMMENDATIONS not in kinds_for(Way.DOWN)
    assert kinds_for(Way.TO_PANEL) == [PackageKind.PANEL_TASK, PackageKind.RECEIPT]
