"""The wording behind every clause the program cites."""

import pytest

from yingcai_desktop import codes, notice
from yingcai_desktop.rules.workflow import TABLES
from yingcai_desktop.scheme import load_schemes


@pytest.mark.parametrize(
    ("clause", "cited", "words"),
    [
        ("附件2 五（三）1", ["附件2 五（三）1"], "每名导师培养学生数不超过5人"),
        ("附件1 三.4", ["附件1 三.4"], "生物学科培养 10 名"),
        ("附件1 三.3", ["附件1 三.3"], "呼和浩特市第二中学"),
        ("附件1 八（一）、附件2 六（一）", ["附件1 八（一）", "附件2 六（一）"], "审定并公示"),
        ("附件1 二（二）、（三）", ["附件1 二（二）", "附件1 二（三）"], "领导小组"),
        ("附件1 四（二）：学科前10%或综合前15%", ["附件1 四（二）"], "年级前 10%"),
        ("附件2 七", ["附件2 七"], "不合格者退出培养"),
    ],
)
def test_a_citation_leads_to_its_wording(clause: str, cited: list[str], words: str) -> None:
    found = notice.passages(clause)

    assert [p.clause for p in found] == cited
    assert any(words in paragraph for p in found for paragraph in p.paragraphs)


def test_a_passage_knows_what_it_stands_under() -> None:
    (passage,) = notice.passages("附件2 五（三）1")

    assert passage.headings == ("五、学生培养", "（三）培养方式")


@pytest.mark.parametrize("words", ["", "通知没有写", "会议纪要3号", "附件3 一"])
def test_what_is_no_citation_leads_nowhere(words: str) -> None:
    assert notice.passages(words) == []


def test_every_clause_of_the_schemes_and_the_transitions_is_in_the_notice() -> None:
    schemes = load_schemes(2025)
    cited = {s.clause for scheme in schemes.programmes.values() for s in scheme.schedule}
    cited |= {scheme.quota.clause for scheme in schemes.programmes.values()} | {row.clause for rows in TABLES.values() for row in rows}
    cited |= {s.training.clause for s in schemes.programmes.values()} | {s.final.clause for s in schemes.programmes.values()}

    assert all(notice.passages(clause) for clause in cited), [c for c in cited if not notice.passages(c)]


def test_every_message_that_names_a_clause_names_one_that_exists() -> None:
    sentences = [codes.sentence(code) for code in codes.MESSAGES]
    naming = [s for s in sentences if "附件1" in s or "附件2" in s]

    assert naming
    for sentence in naming:
        start = min(at for at in (sentence.find("附件1"), sentence.find("附件2")) if at >= 0)
        assert notice.passages(sentence[start:].split("。")[0].rstrip("）")), sentence
