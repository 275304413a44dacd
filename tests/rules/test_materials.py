"""What an application must bring, what it lacks, and which file is which (附件1 四（二）, 附件2 六（二）)."""

import pytest

from yingcai_desktop.rules.materials import Have, guessed, lacking
from yingcai_desktop.scheme import load_schemes

NATIONAL, PILOT = (load_schemes(2025)[p].materials for p in ("national", "pilot"))
FILE, SEALED = Have(files=1), Have(received=True, stamped=True)


def test_everything_is_lacking_at_first_and_the_programmes_ask_for_different_things() -> None:
    assert lacking(NATIONAL, {}, pretraining=False) == ("照片", "报名表", "成绩证明")
    assert lacking(PILOT, {}, pretraining=False) == ("照片", "报名表")


def test_who_claims_pretraining_brings_its_proof() -> None:
    assert lacking(PILOT, {}, pretraining=True) == ("照片", "报名表", "前置培养证明")


def test_a_scan_without_its_seal_lacks_the_seal() -> None:
    have = {"照片": FILE, "报名表": FILE, "成绩证明": SEALED}
    assert lacking(NATIONAL, have, pretraining=False) == ("报名表盖章",)
    assert lacking(NATIONAL, have | {"报名表": Have(files=2, stamped=True)}, pretraining=False) == ()


def test_a_seal_alone_is_no_paper() -> None:
    assert lacking(PILOT, {"照片": FILE, "报名表": Have(stamped=True)}, pretraining=False) == ("报名表",)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("阿古拉-照片", "照片"), ("PHOTO_01", "照片"), ("报名表（盖章）", "报名表"), ("2025期末成绩单", "成绩证明"), ("年级排名证明", "成绩证明"),
        ("前置培养证明", "前置培养证明"), ("中学推荐信", "推荐表"), ("省赛获奖证书", "获奖证明"), ("研究报告终稿", "研究报告"),
        ("IMG_20250301", "其他材料"), ("扫描件1", "其他材料"),
    ],
)  # fmt: skip
def test_a_file_name_says_where_it_belongs(name: str, kind: str) -> None:
    assert guessed(NATIONAL, name) == kind
