"""What may be published, in which order; and what a filing must say."""

import re

from tests.documents import samples
from tests.documents.reading import pdfium_text
from yingcai_desktop.documents.lists import (
    NoticePerson,
    PublicNotice,
    filing_pdf,
    in_stroke_order,
    public_notice_pdf,
    shown_names,
)


def person(name: str, school: str = "呼和浩特市第二中学", grade: str = "高一", class_name: str = "") -> NoticePerson:
    return NoticePerson(name, school, grade, "数学", "内蒙古师范大学", class_name)


def test_a_notice_can_hold_nothing_private() -> None:
    """domain.md §3.13: no number, telephone, birth date, score or rank."""
    assert set(NoticePerson.__dataclass_fields__) == {"name", "school", "grade", "subject", "university", "class_name"}
    text = pdfium_text(public_notice_pdf(samples.notice()))
    for word in ("身份证", "准考证", "分数", "得分", "成绩", "名次", "排名", "出生", "手机", "监护人"):
        assert word not in text
    assert not re.search(r"\d{11,}", text.replace("0471-1234567", ""))


def test_a_notice_says_all_it_must() -> None:
    text = pdfium_text(public_notice_pdf(samples.notice()))
    for part in ("关于2025年度", "拟录取学员名单的公示", "按姓氏笔画排序", "2025年4月20日至2025年4月26日", "0471-1234567", "—1/1—", *samples.ISSUERS,
                 samples.LONG_SCHOOL, "内蒙古师范大学", "以下5名"):
        assert part in text


def test_names_stand_in_stroke_order_whatever_came_in() -> None:
    names = ["丁一", "田富", "田大利", samples.LONG_NAME, samples.RARE]
    text = pdfium_text(public_notice_pdf(samples.notice()))
    places = [text.index(name) for name in names]
    assert places == sorted(places)
    people = [person(name) for name in names]
    assert in_stroke_order(people) == in_stroke_order(list(reversed(people)))
    assert [p.name for p in in_stroke_order(people, "plain")][1:3] == ["田大利", "田富"]


def test_namesakes_are_told_apart_by_class_then_by_number() -> None:
    people = [person("王一"), person("王一", class_name="1班"), person("王一", class_name="2班"), person("王一", class_name="2班"), person("王一", "一中")]
    assert shown_names(people) == ["王一", "王一", "王一（一）", "王一（二）", "王一"]


def test_the_class_column_appears_only_when_needed() -> None:
    plain = PublicNotice(2025, samples.PROGRAMME, (person("王一"),), samples.ISSUERS)
    classed = PublicNotice(2025, samples.PROGRAMME, (person("王一"), person("王一", class_name="2班")), samples.ISSUERS)
    assert "班级" not in pdfium_text(public_notice_pdf(plain))
    assert "班级" in pdfium_text(public_notice_pdf(classed))


def test_a_filing_carries_everybody_and_lines_to_sign() -> None:
    text = pdfium_text(filing_pdf(samples.filing()))
    assert text.count("15019920080101001X") == 36
    for part in ("2025年度录取学员名单备案表", "自治区管理办公室", "36人", "填报单位（盖章）", "负责人签字", "填表人", "不得公开", "第3页共3页",
                 "呼科协〔2025〕12号"):
        assert part in text
    assert text.count("身份证号") == 3  # the header on every page
