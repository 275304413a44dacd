"""证书: numbers that stay and are never used again, a new one after a void one, no way to one without its grade (附件2 七（三）)."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from db.errors import StoreError
from db.models import Application, Assessment, Certificate, CertificateCollection, CertificatePrint, Trainee
from tests.documents.reading import blankless, page_count, pdfium_text
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.states import IN_FORCE
from yingcai_desktop.services import certificates_acts as acts
from yingcai_desktop.services import certificates_printing, exports, printing, stages, verifying
from yingcai_desktop.services.certificates_register import Holder, holders, listed
from yingcai_desktop.services.scope import Scope


def regrade(desk: Desk, uid: str, grade: str) -> None:
    """Another grade, as a repeated 终评 would give."""
    with desk.change("evaluation.final") as change:
        row = change.scalars(select(Assessment).where(Assessment.application_uid == uid)).one()
        change.update(Assessment, [{"uid": row.uid, "grade": grade}])


def lines(desk: Desk) -> list[Certificate]:
    with desk.read() as session:
        return list(session.scalars(select(Certificate).order_by(Certificate.sequence)))


def test_a_void_certificate_does_not_block_a_new_one(at: At) -> None:
    """不合格 and then 合格 again: the old number stays void, a new one is given."""
    desk = at("certified")
    first = lines(desk)[0]
    regrade(desk, first.application_uid, "不合格")
    stages.advance(desk, "certify")
    regrade(desk, first.application_uid, "合格")

    stages.advance(desk, "certify")

    mine = [c for c in lines(desk) if c.application_uid == first.application_uid]
    assert [c.state for c in mine] == ["void", "issued"]
    assert mine[1].sequence == 48
    assert mine[1].number not in {c.number for c in lines(desk) if c.uid != mine[1].uid}
    assert len(exports.export(desk, "certificates")) == 47
    assert printing.pdf(desk, "certificates")


def test_nobody_has_two_certificates_in_force(at: At) -> None:
    desk = at("certified")
    first = lines(desk)[0]
    row = {"application_uid": first.application_uid, "number": "X", "sequence": 999, "grade": first.grade,
           "issue_date": first.issue_date, "state": "issued"}  # fmt: skip
    with pytest.raises(StoreError), desk.change("certificate.issue") as change:
        change.insert(Certificate, [row])


@pytest.mark.parametrize(
    "values",
    [{"number": "另一个号"}, {"sequence": 900}, {"state": "issued"}],
    ids=["number", "sequence", "revived"],
)
def test_what_is_printed_on_paper_stays(at: At, values: dict[str, object]) -> None:
    """A number is never changed, and what is void stays void, whatever writes."""
    desk = at("certified")
    first, second = lines(desk)[:2]
    with desk.change("certificate.void", reason="写错") as change:
        change.update(Certificate, [{"uid": first.uid, "state": "void"}])
    with pytest.raises(NotAllowed, match="编号"), desk.change("certificate.issue") as change:
        change.update(Certificate, [{"uid": first.uid if "state" in values else second.uid, **values}])
    with pytest.raises(NotAllowed, match="编号"), desk.change("certificate.issue") as change:
        change.delete(Certificate, [first.uid])


def test_certify_again_changes_nothing(at: At) -> None:
    desk = at("certified")
    before = [(c.number, c.state, c.revision) for c in lines(desk)]
    assert stages.advance(desk, "certify").counts["certificates"] == 47
    assert [(c.number, c.state, c.revision) for c in lines(desk)] == before
    assert all(c.state in IN_FORCE for c in lines(desk))


# What happens to the paper


def holder(desk: Desk, state: str = "", programme: str = "pilot") -> Holder:
    return next(h for h in listed(desk).holders if h.programme == programme and state in ("", h.state))


def person(desk: Desk, uid: str) -> Holder:
    return holders(desk, [uid])[0]


def test_everybody_with_a_grade_that_earns_one_and_nobody_else(at: At) -> None:
    desk = at("certified")
    found = listed(desk, Scope("pilot"))
    with desk.read() as session:
        earned = select(Assessment.application_uid).join(Application, Application.uid == Assessment.application_uid)
        wanted = set(session.scalars(earned.where(Application.programme == "pilot", Assessment.grade.in_(("优秀", "合格")))))
        everybody = session.scalars(select(Trainee)).all()
    assert {h.uid for h in found.holders} == wanted
    assert {h.state for h in found.holders} == {"numbered"}
    national = len({h.uid for h in listed(desk, Scope("national")).holders}) + sum(listed(desk, Scope("national")).left_out.values())
    assert len(wanted) + sum(found.left_out.values()) + national == len(everybody)
    assert "退出培养 4 人" in found.sentence
    assert "附件2 七（三）" in found.sentence


def test_before_the_final_everybody_is_left_out_and_why(at: At) -> None:
    found = listed(at("training"), Scope("pilot"))
    assert found.holders == ()
    assert found.left_out == {"没有评价结果": 100}


def test_u52_the_unqualified_cannot_be_listed_planned_printed_or_numbered(at: At) -> None:
    desk = at("certified")
    with desk.read() as session:
        query = select(Assessment.application_uid).join(Application, Application.uid == Assessment.application_uid)
        failed = session.scalars(query.where(Assessment.grade == "不合格", Application.programme == "pilot")).first()
    assert failed is not None
    assert failed not in {h.uid for h in listed(desk).holders}
    with pytest.raises(LookupError):
        certificates_printing.plan(desk, [failed])
    for refused in (
        lambda: certificates_printing.pages(desk, [failed]),
        lambda: acts.renumber(desk, failed, "想要一张"),
        lambda: acts.register_national(desk, failed, "1"),
    ):
        with pytest.raises(NotAllowed, match="优秀、合格"):
            refused()


def test_u55_a_second_sheet_needs_a_reason_and_keeps_the_number(at: At) -> None:
    desk = at("certified")
    first = holder(desk)
    certificates_printing.printed(desk, [first.uid])
    assert person(desk, first.uid).state == "printed"
    assert certificates_printing.plan(desk, [first.uid]).again

    with pytest.raises(NotAllowed, match="补印理由"):
        certificates_printing.printed(desk, [first.uid])
    certificates_printing.printed(desk, [first.uid], "卡纸")

    with desk.read() as session:
        sheets = session.scalars(select(CertificatePrint)).all()
    assert sorted((s.number, s.sheet, s.reason) for s in sheets) == [(first.number, 1, ""), (first.number, 2, "卡纸")]


def test_printed_elsewhere_is_written_down_once_and_with_what_happened(at: At) -> None:
    desk = at("certified")
    uid = holder(desk, "numbered").uid
    with pytest.raises(NotAllowed, match="要写明情况"):
        certificates_printing.printed_elsewhere(desk, [uid], " ")
    with pytest.raises(NotAllowed, match="不能登记打印"):
        certificates_printing.printed_elsewhere(desk, [uid, holder(desk, programme="national").uid], "另存 PDF")
    assert person(desk, uid).state == "numbered"

    assert certificates_printing.printed_elsewhere(desk, [uid], "另存 PDF") == 1
    assert acts.collect(desk, [uid]) == 1
    with pytest.raises(NotAllowed, match="已经登记过打印"):
        certificates_printing.printed_elsewhere(desk, [uid], "另存 PDF")


def test_a_spoiled_sheet_counts_no_more_and_the_next_is_marked(at: At) -> None:
    desk = at("certified")
    two = [h.uid for h in listed(desk).holders[:2]]
    certificates_printing.printed(desk, two)
    assert certificates_printing.spoiled(desk, two[:1]) == 1
    assert [person(desk, uid).state for uid in two] == ["numbered", "printed"]

    certificates_printing.printed(desk, two[:1])  # no reason asked for: it never came out

    with desk.read() as session:
        sheets = session.scalars(select(CertificatePrint).where(CertificatePrint.application_uid == two[0])).all()
    assert sorted((s.sheet, s.spoiled) for s in sheets) == [(1, True), (2, False)]


def test_from_the_seventh_on(at: At) -> None:
    desk = at("certified")
    uids = [h.uid for h in listed(desk, Scope("pilot")).holders[:18]]
    plan = certificates_printing.plan(desk, uids, first=uids[6])
    assert [h.sequence for h in plan.ready] == list(range(7, 19))
    text = pdfium_text(certificates_printing.pages(desk, [h.uid for h in plan.ready]))
    assert [int(n) for n in re.findall(r"第(\d{4})号证?", text)][:1] == [7]
    assert page_count(certificates_printing.pages(desk, [h.uid for h in plan.ready])) == 12


def test_confirmed_facts_that_changed_are_to_be_confirmed_again(at: At) -> None:
    desk = at("certified")
    first = holder(desk)
    acts.check(desk, [first.uid])
    assert person(desk, first.uid).check == "checked"
    assert first.uid not in [h.uid for h in certificates_printing.plan(desk, [first.uid]).unchecked]

    with desk.change("application.edit") as change:
        change.update(Application, [{"uid": first.uid, "name": "另一个名字"}])

    assert person(desk, first.uid).check == "changed"
    assert certificates_printing.plan(desk, [first.uid]).unchecked


@pytest.mark.parametrize("witness", ["", "经办甲"])
@pytest.mark.parametrize("act", [acts.void, acts.reissue, acts.renumber])
def test_void_reissue_and_renumber_take_two_people(at: At, act: Callable[[Desk, str, str], str], witness: str) -> None:
    desk = at("certified")
    with pytest.raises(NotAllowed, match="两人"):
        act(desk.with_witness(witness), holder(desk).uid, "理由")


@pytest.mark.parametrize("act", [acts.void, acts.reissue, acts.renumber])
def test_and_a_reason(at: At, act: Callable[[Desk, str, str], str]) -> None:
    desk = at("certified")
    with pytest.raises(NotAllowed, match="理由"):
        act(desk, holder(desk).uid, "  ")


def test_void_by_hand_is_not_numbered_again_behind_the_back(at: At) -> None:
    """Somebody took it away on purpose: 颁发证书 leaves it at that, 重新编号 gives a new number."""
    desk = at("certified")
    first = holder(desk)
    acts.void(desk, first.uid, "冒名")
    assert stages.advance(desk, "certify").counts["certificates"] == 46
    assert person(desk, first.uid).state == "void"
    with pytest.raises(NotAllowed):
        certificates_printing.pages(desk, [first.uid])

    number = acts.renumber(desk, first.uid, "查明不是冒名")

    again = person(desk, first.uid)
    assert (again.number, again.sequence, again.void) == (number, 48, ((first.number, "冒名"),))
    assert first.number in pdfium_text(printing.pdf(desk, "certificate-register"))


def test_a_void_number_takes_no_sheet_by_any_way(at: At) -> None:
    desk = at("certified")
    first = holder(desk)
    acts.void(desk, first.uid, "写错")
    row = {"application_uid": first.uid, "number": first.number, "day": first.issue_date}
    with pytest.raises(NotAllowed, match="作废"), desk.change("certificate.print") as change:
        change.insert(CertificatePrint, [row])


def test_given_out_anew_it_keeps_its_number_with_a_mark_and_verifies(at: At, tmp_path: Path) -> None:
    desk = at("certified")
    first = holder(desk)
    certificates_printing.printed(desk, [first.uid])
    acts.collect(desk, [first.uid])

    assert acts.reissue(desk, first.uid, "遗失") == f"{first.number}-补1"

    assert person(desk, first.uid).state == "reissued"
    paper = certificates_printing.pages(desk, [first.uid])
    assert f"{first.number}-补1" in pdfium_text(paper)
    (tmp_path / "证书.pdf").write_bytes(paper)
    assert [f.agrees for f in verifying.compare(desk, verifying.claims_of_file(tmp_path / "证书.pdf"))] == [True]
    certificates_printing.printed(desk, [first.uid])  # the first sheet of the new paper
    acts.collect(desk, [first.uid], receiver="王芳", relation="母亲")
    with desk.read() as session:
        taken = session.scalars(select(CertificateCollection)).all()
    assert sorted((t.reissue, t.receiver) for t in taken) == [(0, first.name), (1, "王芳")]


def test_handed_over_only_after_it_was_printed_and_not_tomorrow(at: At) -> None:
    desk = at("certified")
    first = holder(desk)
    with pytest.raises(NotAllowed, match="还不能登记领取"):
        acts.collect(desk, [first.uid])
    certificates_printing.printed(desk, [first.uid])
    with pytest.raises(Invalid, match="还没有到"):
        acts.collect(desk, [first.uid], day=date(2026, 1, 1))
    acts.collect(desk, [first.uid], receiver="通辽五中", relation="学校代领")
    assert (person(desk, first.uid).state, person(desk, first.uid).receiver) == ("collected", "通辽五中")


def test_the_national_number_is_written_down_as_it_stands_on_the_paper(at: At) -> None:
    desk = at("certified")
    one, two = listed(desk, Scope("national")).holders[:2]
    assert one.state == "awaited"
    acts.register_national(desk, one.uid, " YC 2025/0031 甲 ")
    with pytest.raises(Invalid, match="另一名学员"):
        acts.register_national(desk, two.uid, "YC 2025/0031 甲")
    with pytest.raises(NotAllowed):
        certificates_printing.pages(desk, [one.uid])
    acts.collect(desk, [one.uid])
    assert (person(desk, one.uid).number, person(desk, one.uid).state) == ("YC 2025/0031 甲", "collected")
    ours = holder(desk)
    with pytest.raises(NotAllowed, match="不用登记"):
        acts.register_national(desk, ours.uid, "x")


def test_sheets_to_check_and_to_sign(at: At) -> None:
    desk = at("certified")
    everybody = listed(desk, Scope("pilot")).holders
    check = blankless(pdfium_text(printing.pdf(desk, "certificate-check")))
    receipt = blankless(pdfium_text(printing.pdf(desk, "certificate-receipt")))
    assert all(blankless(h.name) in check and blankless(h.name) in receipt for h in everybody)
    assert all(blankless(h.number) in receipt for h in everybody)
    assert check.count("学校（盖章）") == len({(h.city, h.school) for h in everybody})
    certificates_printing.printed(desk, [everybody[0].uid])
    acts.collect(desk, [everybody[0].uid])
    assert everybody[0].number not in blankless(pdfium_text(printing.pdf(desk, "certificate-receipt")))

