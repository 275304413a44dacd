"""What is printed from a store: who is on the pages, who is not, and what is said when there is nothing to print."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import Application, Certificate, InterviewScore, Mentor, Panel, ShortlistEntry, Trainee
from tests.documents.reading import blankless, page_count, pdfium_text
from tests.season import At, PlayedSeason, reopened
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services import deciding, exports, printing
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.vocabulary import PRINTS

Print = Callable[[str], bytes]
Text = Callable[[str], str]
SOMEBODY = re.compile(r"\d{17}[\dX]")
SECRET_WORDS = ("名次", "得分", "成绩", "身份证", "手机", "出生")


@pytest.fixture(scope="module")
def year(played_season: PlayedSeason, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = reopened(played_season.copy("certified", tmp_path_factory.mktemp("printing") / "year.ycdb"))
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def pages(year: Desk) -> Print:
    done: dict[str, bytes] = {}

    def of(what: str) -> bytes:
        if what not in done:
            done[what] = printing.pdf(year, what)
        return done[what]

    return of


@pytest.fixture(scope="module")
def text(pages: Print) -> Text:
    done: dict[str, str] = {}

    def of(what: str) -> str:
        if what not in done:
            done[what] = pdfium_text(pages(what))
        return done[what]

    return of


def test_every_kind_of_the_command_line_can_be_printed() -> None:
    assert list(printing.PAGES) == list(PRINTS)


@pytest.mark.parametrize("what", PRINTS)
def test_every_page_says_whose_it_is_and_of_which_year(text: Text, what: str) -> None:
    of_the_pilot = what in ("appointment-letters", "certificates", "certificate-check", "certificate-receipt", "certificate-register")
    assert "2025" in text(what)
    issued = what in ("appointment-letters", "certificates")
    whose = "内蒙古自治区科学技术协会" if issued else "学科潜质测试" if what == "door-signs" else "自治区管理办公室"
    assert whose in text(what)
    assert "青少年科技创新后备人才培养试点" in text(what)
    assert ("中学生英才计划" in text(what)) != of_the_pilot  # national letters and certificates come from Beijing


@pytest.mark.parametrize("what", ["tickets", "score-summary", "certificates"])
def test_the_same_store_gives_the_same_bytes(year: Desk, pages: Print, what: str) -> None:
    assert printing.pdf(year, what) == pages(what)


@pytest.mark.parametrize(
    ("what", "milestone", "step"),
    [
        ("tickets", "applied", "资格审查"),
        ("seating", "applied", "资格审查"),
        ("sign-in", "applied", "资格审查"),
        ("score-sheets", "tested", "确定面试人选"),
        ("score-summary", "tested", "确定面试人选"),
        ("score-summary", "shortlisted", "面试成绩"),
        ("public-notice", "interviewed", "录取"),
        ("filing", "interviewed", "录取"),
        ("appointment-letters", "mentors-loaded", "聘任导师"),
        ("training-record", "admitted", "开始培养"),
        ("certificates", "graded", "颁发证书"),
    ],
)
def test_nothing_to_print_says_which_step_comes_first(at: At, tmp_path: Path, what: str, milestone: str, step: str) -> None:
    out = tmp_path / "pages.pdf"
    out.write_bytes(b"before")

    with pytest.raises(NotAllowed, match=step):
        printing.write(at(milestone), what, out)

    assert out.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def test_a_file_appears_whole_with_its_number_of_pages(year: Desk, pages: Print, tmp_path: Path) -> None:
    out = tmp_path / "证书.pdf"

    assert printing.write(year, "certificates", out) == page_count(pages("certificates")) == 47
    assert out.read_bytes() == pages("certificates")
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_is_not_there_is_said_and_nothing_else_happens(year: Desk, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="没有写成"):
        printing.write(year, "certificates", tmp_path / "没有" / "证书.pdf")
    assert list(tmp_path.iterdir()) == []


def test_every_approved_applicant_has_a_ticket_a_seat_and_a_line_to_sign(year: Desk, text: Text) -> None:
    text("tickets")
    with year.read() as session:
        numbers = set(session.scalars(select(Application.ticket).where(Application.state == "approved")))
        others = set(session.scalars(select(Application.name).where(Application.state == "rejected")))
        names = set(session.scalars(select(Application.name).where(Application.state == "approved")))
        people = set(session.scalars(select(Application.id_number)))
    for what in ("tickets", "seating", "sign-in"):
        assert all(number in text(what) for number in numbers), what
        assert not [number for number in people if number in text(what)], what
    assert "" not in numbers
    assert others - names
    assert all(f"姓名{blankless(name)}性别" in text("tickets") for name in names)
    assert not [name for name in others - names if f"姓名{blankless(name)}性别" in text("tickets")]


def test_score_sheets_show_every_candidate_to_every_judge_without_school_or_number(year: Desk, text: Text) -> None:
    sheets = text("score-sheets")
    with year.read() as session:
        called = select(ShortlistEntry.application_uid)
        rows = session.execute(select(Application.name, Application.id_number).where(Application.uid.in_(called))).all()
        judges = [j for panel in session.scalars(select(Panel)) for j in panel.judges]
    assert all(sheets.count(name) >= 3 for name, _ in rows)
    assert all(f"评委：{blankless(judge)}" in sheets for judge in judges)
    assert "中学" not in sheets.replace("中学生英才计划", "")
    assert not SOMEBODY.search(sheets)
    assert all(f"{title}{most}分" in sheets for title, most in (("科学兴趣", 15), ("创新思维", 20), ("个性心理", 5)))
    assert "以0.5分为最小单位" in sheets


def test_who_was_heard_by_a_panel_stands_on_the_sheets_of_that_panel(at: At) -> None:
    """Before the interview the panels are drawn; afterwards the sheets say what happened."""
    desk = at("interviewed")
    pdf = printing.pdf(desk, "score-sheets", Scope("pilot", "150100"))
    with desk.read() as session:
        query = (
            select(Application.name, Panel.name)
            .join(InterviewScore, InterviewScore.application_uid == Application.uid)
            .join(Panel, Panel.uid == InterviewScore.panel_uid)
            .where(Application.programme == "pilot", Application.city == "150100", Application.subject == "数学")
        )
        heard = dict(session.execute(query.distinct()).all())
    sheets = [s for s in pdfium_text(pdf).split("2025年度面试评分表")[1:] if "·数学编制单位" in s]
    by_panel = {panel: "".join(s for s in sheets if f"面试组：{panel}" in s) for panel in ("甲组", "乙组")}
    assert set(heard.values()) == {"甲组", "乙组"}
    for name, panel in heard.items():
        assert name in by_panel[panel]
        assert name not in by_panel["乙组" if panel == "甲组" else "甲组"] or list(heard).count(name) > 1


def test_a_group_without_panels_is_named(at: At) -> None:
    desk = at("shortlisted")
    with desk.change("test.panels") as change:
        change.delete(Panel, [p.uid for p in change.scalars(select(Panel).where(Panel.city == "150500", Panel.subject == "化学"))])

    with pytest.raises(NotAllowed, match="后备人才·通辽市·化学没有面试组"):
        printing.pdf(desk, "score-sheets")
    assert printing.pdf(desk, "score-sheets", Scope("national"))


def test_the_summary_says_what_the_export_says_and_what_it_rests_on(year: Desk, text: Text) -> None:
    summary = text("score-summary")
    for row in exports.export(year, "interview-results"):
        if row["state"] == "result":
            assert row["raw"] in summary
    assert "面试得分取有效评委合计的平均值；各组之间不作修正；有效评委不少于2人，面试合格线60分" in summary
    assert "考生缺考" in summary


def test_a_summary_that_lacks_a_judge_is_not_printed(at: At) -> None:
    desk = at("interviewed")
    with desk.change("test.lose") as change:
        row = change.scalars(select(InterviewScore)).first()
        assert row is not None
        change.delete(InterviewScore, [row.uid])

    with pytest.raises(NotAllowed, match="1 名面试人选缺评委打分") as refused:
        printing.pdf(desk, "score-summary")
    assert [p.code for p in refused.value.problems] == ["scores.missing"]


def test_the_notice_publishes_the_allowed_fields_and_no_others(year: Desk, text: Text) -> None:
    notice = text("public-notice")
    rows = exports.export(year, "public-notice")
    assert len(rows) == 130
    assert all(blankless(row["name"]) in notice for row in rows)
    assert [f"以下{n}名同学" in notice for n in (30, 50, 25)] == [True, True, True]
    assert notice.count("拟录取学员名单的公示") == 4  # national and three cities
    assert not any(word in notice.replace("学科潜质测试", "") for word in SECRET_WORDS)
    assert not re.search(r"\d{6,}|\d\.\d", notice)
    with year.read() as session:
        mentors = set(session.scalars(select(Mentor.name).where(Mentor.state == "appointed")))
    names = {row["name"] for row in rows}
    assert not [m for m in mentors - names if len(m) > 2 and m in notice and not any(m in n for n in names)]


def test_a_city_prints_its_own_notice_only(year: Desk) -> None:
    notice = pdfium_text(printing.pdf(year, "public-notice", Scope("", "150200")))

    assert "包头市" in notice
    assert not any(other in notice for other in ("呼和浩特", "通辽", "英才计划"))


def test_each_list_is_filed_with_the_right_office(text: Text) -> None:
    national, *cities = text("filing").split("2025年度录取学员名单备案表")[1:]

    assert "编制单位：自治区管理办公室报送：全国管理办公室" in national
    assert len(cities) == 3
    for city, name in zip(cities, ("呼和浩特市", "包头市", "通辽市"), strict=True):
        assert f"编制单位：{name}管理办公室报送：自治区管理办公室" in city


def test_letters_go_to_appointed_mentors_of_the_pilot_in_order(year: Desk, text: Text) -> None:
    letters = text("appointment-letters")
    with year.read() as session:
        appointed = session.scalars(select(Mentor).where(Mentor.state == "appointed", Mentor.programme == "pilot")).all()
        refused = session.scalars(select(Mentor.name).where(Mentor.state == "rejected")).all()
        names = {m.name for m in appointed}
    numbers = re.findall(r"内后备聘〔2025〕第(\d{3})号", letters)

    assert [int(n) for n in numbers] == list(range(1, len(appointed) + 1))
    assert all(blankless(name) in letters for name in names)
    assert not [n for n in refused if f"大学{n}" in letters and n not in names]
    assert "聘期自2025年3月25日至2026年3月24日" in letters
    assert letters.index("内蒙古师范大学") < letters.index("内蒙古农业大学") < letters.index("内蒙古民族大学")


def test_a_city_s_letters_keep_the_numbers_of_the_whole_season(year: Desk, text: Text) -> None:
    mine = pdfium_text(printing.pdf(year, "appointment-letters", Scope("", "150500")))
    numbers = re.findall(r"第\d{3}号", mine)

    assert numbers == re.findall(r"第\d{3}号", text("appointment-letters"))[-len(numbers) :]
    assert "第001号" not in numbers


@pytest.mark.parametrize("what", ["appointment-letters", "certificates"])
def test_what_beijing_issues_is_not_printed_here(year: Desk, what: str) -> None:
    with pytest.raises(NotAllowed, match="中国科学技术协会、教育部颁发"):
        printing.pdf(year, what, Scope("national"))


def test_certificates_are_for_whom_the_register_names(year: Desk, text: Text) -> None:
    pages_ = re.split("证书编号：", text("certificates"))[1:]
    register = exports.export(year, "certificates")

    assert len(pages_) == len(register) == 47
    for page, row in zip(pages_, register, strict=True):
        assert page.startswith(f"{row['number']}{blankless(row['name'])}同学（{blankless(row['school'])}）：")
        assert f"年度评价成绩{row['grade']}。" in page
        assert f"培养高校：{row['university']}，导师：{blankless(row['mentor'])}" in page
    assert "不合格" not in text("certificates")


def test_a_voided_certificate_is_not_printed(at: At) -> None:
    desk = at("certified")
    with desk.change("test.void") as change:
        first = change.scalars(select(Certificate).where(Certificate.sequence == 1)).one()
        change.update(Certificate, [{"uid": first.uid, "state": "void"}])

    assert page_count(printing.pdf(desk, "certificates")) == 46
    assert "第0001号" not in pdfium_text(printing.pdf(desk, "certificates"))


def test_who_has_left_since_gets_none_until_it_is_settled(at: At) -> None:
    desk = at("certified")
    with desk.change("test.leave") as change:
        first = change.scalars(select(Certificate).where(Certificate.sequence == 1)).one()
        trainee = change.scalars(select(Trainee).where(Trainee.application_uid == first.application_uid)).one()
        change.update(Trainee, [{"uid": trainee.uid, "state": "exited", "exit_reason": "转学"}])

    with pytest.raises(NotAllowed, match="重新办理“颁发证书”"):
        printing.pdf(desk, "certificates")


def test_a_record_holds_the_year_and_hides_the_number(year: Desk, text: Text) -> None:
    records = text("training-record")
    with year.read() as session:
        uids = select(Trainee.application_uid)
        rows = session.execute(select(Application.name, Application.id_number).where(Application.uid.in_(uids))).all()
        exited = session.scalars(select(Trainee).where(Trainee.state == "exited")).all()

    assert records.count("一、基本信息") == len(rows) == 130
    assert all(f"姓名{blankless(name)}性别" in records for name, _ in rows)
    assert all(number not in records for _, number in rows)
    assert records.count("已退出") == len(exited) == 4
    assert all(f"{blankless(t.exit_reason)}（2025年7月15日退出）" in records for t in exited)
    assert all(row["number"] in records for row in exports.export(year, "certificates"))


@pytest.mark.parametrize("what", [w for w in PRINTS if w != "appointment-letters"])
def test_a_city_prints_nobody_of_another(year: Desk, what: str) -> None:
    with year.read() as session:
        elsewhere = set(session.scalars(select(Application.name).where(Application.city != "150500", Application.programme == "pilot")))
        here = set(session.scalars(select(Application.name).where(Application.city == "150500")))
        mentors = set(session.scalars(select(Mentor.name)))
        judges = {j for panel in session.scalars(select(Panel)) for j in panel.judges}
    content = pdfium_text(printing.pdf(year, what, Scope("pilot", "150500")))
    strangers = {n for n in elsewhere if len(n) >= 3} - here - mentors - judges
    assert not [n for n in strangers if n in content and not any(n in other for other in here | mentors | judges)]


def test_a_scope_nobody_is_in_is_said(at: At) -> None:
    desk = at("reviewed")
    with desk.change("test.empty") as change:
        rows = change.scalars(select(Application.uid).where(Application.programme == "national")).all()
        change.update(Application, [{"uid": uid, "state": "rejected"} for uid in rows])

    with pytest.raises(NotAllowed, match="中学生英才计划没有这样的人"):
        printing.pdf(desk, "tickets", Scope("national"))
    assert printing.pdf(desk, "tickets", EVERYTHING)


def test_a_summary_with_corrected_panels_shows_factor_and_result(at: At, tmp_path: Path) -> None:
    """二次平均 (domain.md §3.5) and 去一高一低: the page says the method, every factor, and where it could not be used."""
    desk = at("interviewed")
    decision = tmp_path / "决定.toml"
    decision.write_text('[interview]\naggregate = "trimmed-1-1"\ncorrection = "second-average-panels"\n', "utf-8")
    deciding.decide(desk, decision)

    summary = pdfium_text(printing.pdf(desk, "score-summary"))

    rows = [row for row in exports.export(desk, "interview-results") if row["state"] == "result"]
    assert {row["method"] for row in rows} == {"mean", "trimmed-1-1"}
    assert any(row["factor"] != "1.0000" for row in rows)
    assert all(f"{row['raw']}{row['factor']}{row['corrected']}" in summary for row in rows)
    assert "按二次平均法修正（以各组平均分的平均为基准）" in summary
    assert "有效评委不足5人，取平均" in summary
