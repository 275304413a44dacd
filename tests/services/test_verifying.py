"""What a certificate says of itself, and what the register says to it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import select

from db.errors import StoreError
from db.models import Application, Assessment, Certificate
from tests.season import At, PlayedSeason, new_desk, reopened
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.certificate import certificates_pdf, claim_of
from yingcai_desktop.documents.claim import Claim
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services import printing, stages, verifying
from yingcai_desktop.services.printing.certificates import registered
from yingcai_desktop.services.scope import Scope


@pytest.fixture(scope="module")
def year(played_season: PlayedSeason, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = reopened(played_season.copy("certified", tmp_path_factory.mktemp("verifying") / "year.ycdb"))
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def issued(year: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("certificates") / "证书.pdf"
    printing.write(year, "certificates", out)
    return out


def first_claim(desk: Desk) -> Claim:
    with desk.read() as session:
        return claim_of(registered(desk, session)[0].page)


def one(desk: Desk, claim: Claim) -> verifying.Finding:
    (finding,) = verifying.compare(desk, [claim])
    return finding


def page_with(desk: Desk, out: Path, changes: dict[str, object]) -> Path:
    """The first certificate, saying something else."""
    with desk.read() as session:
        page = registered(desk, session)[0].page
    out.write_bytes(certificates_pdf([replace(page, **changes)]))  # type: ignore[arg-type]
    return out


def test_all_that_was_printed_agrees_with_the_register(year: Desk, issued: Path) -> None:
    claims = verifying.claims_of_file(issued)
    findings = verifying.compare(year, claims)

    assert len(findings) == 47
    assert [f.sentence for f in findings if not f.agrees] == []
    assert findings[0].sentence.startswith("第1页：证书 内后备证〔2025〕第0001号 与登记册一致：")


def test_without_a_store_a_certificate_still_says_what_it_claims(issued: Path) -> None:
    claims = verifying.claims_of_file(issued)

    assert verifying.describe(claims[1]).startswith("第2页：证书编号 内后备证〔2025〕第0002号，2025年度，等级")
    assert verifying.describe(verifying.claim_of_text(claims[1].claim.code())).startswith("证书编号 内后备证〔2025〕第0002号")


def test_a_scanned_code_is_enough(year: Desk) -> None:
    claim = verifying.claim_of_text(f" {first_claim(year).code().lower()}\n")

    assert one(year, claim).agrees


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"grade": "优秀"}, "等级被改动"),
        ({"season": 2024}, "2024年度"),
        ({"number": "内后备证〔2025〕第9999号"}, "没有这个编号"),
        ({"digest": "0" * 12}, "查验码对不上"),
    ],
)
def test_a_code_that_says_something_else_is_found_out(year: Desk, changes: dict[str, object], words: str) -> None:
    true = first_claim(year)
    assert true.grade == "合格"
    finding = one(year, Claim(**({"number": true.number, "season": true.season, "grade": true.grade, "digest": true.digest} | changes)))  # type: ignore[arg-type]

    assert not finding.agrees
    assert words in finding.sentence


@pytest.mark.parametrize("changes", [{"name": "别人"}, {"school": "别的中学"}, {"mentor": "别的导师"}, {"grade": "优秀"}])
def test_a_page_made_for_somebody_else_is_found_out(year: Desk, tmp_path: Path, changes: dict[str, object]) -> None:
    (finding,) = verifying.compare(year, verifying.claims_of_file(page_with(year, tmp_path / "假.pdf", changes)))

    assert not finding.agrees


@pytest.mark.parametrize(
    ("changes", "label"),
    [({"name": "别人"}, "姓名"), ({"school": "别的中学"}, "学校"), ({"grade": "优秀"}, "等级"), ({"university": "别的大学"}, "培养高校")],
)
def test_a_true_code_under_another_text_is_found_out(
    year: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], label: str
) -> None:
    true = first_claim(year)
    monkeypatch.setattr("yingcai_desktop.documents.certificate.claim_of", lambda _: true)  # the forger copies the code
    (printed,) = verifying.claims_of_file(page_with(year, tmp_path / "假.pdf", changes))
    monkeypatch.undo()
    (finding,) = verifying.compare(year, [printed])

    assert printed.claim == true
    assert not finding.agrees
    assert f"页面上的{label}不是登记的内容" in finding.sentence


def test_a_void_certificate_is_no_longer_worth_anything(at: At) -> None:
    desk = at("certified")
    claim = first_claim(desk)
    with desk.change("test.void") as change:
        row = change.scalars(select(Certificate).where(Certificate.sequence == 1)).one()
        change.update(Certificate, [{"uid": row.uid, "state": "void"}])

    assert "已经作废" in one(desk, claim).sentence


def test_another_store_knows_nothing_of_it(year: Desk, tmp_path: Path) -> None:
    other = new_desk(tmp_path / "other.ycdb")
    try:
        assert "没有这个编号" in one(other, first_claim(year)).sentence
    finally:
        other.store.close()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no pdf", b"%PDF-1.4\n%broken"])
def test_what_is_no_pdf_is_said_plainly(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(Invalid, match="PDF"):
        verifying.claims_of_file(path)


def test_another_pdf_of_ours_is_no_certificate(year: Desk, tmp_path: Path) -> None:
    printing.write(year, "public-notice", tmp_path / "公示.pdf", Scope("national"))
    with pytest.raises(Invalid, match="没有培养证书的查验码"):
        verifying.claims_of_file(tmp_path / "公示.pdf")


@pytest.mark.parametrize("name", ["没有这个文件.pdf", "."])
def test_a_file_that_cannot_be_opened_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid, match="打不开"):
        verifying.claims_of_file(tmp_path / name)


@pytest.mark.parametrize("code", ["", "NMHB", "https://example.com", "NMHB|1|2025|不合格|000000000000"])
def test_text_that_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(Invalid, match="查验码"):
        verifying.claim_of_text(code)


def regrade(desk: Desk, grade: str) -> str:
    """Give the first certificate's owner another grade, as a repeated 终评 would."""
    with desk.change("test.regrade") as change:
        uid = change.scalars(select(Certificate.application_uid).where(Certificate.sequence == 1)).one()
        row = change.scalars(select(Assessment).where(Assessment.application_uid == uid)).one()
        change.update(Assessment, [{"uid": row.uid, "grade": grade}])
    return uid


@pytest.mark.parametrize("grade", ["不合格", "未参评", "未定", "优秀"])
def test_after_another_grade_the_old_certificate_is_neither_printed_nor_confirmed(at: At, grade: str) -> None:
    desk = at("certified")
    claim = first_claim(desk)
    regrade(desk, grade)

    with pytest.raises(NotAllowed, match="1 张证书与现在的终评等级不符"):
        printing.pdf(desk, "certificates")
    assert not one(desk, claim).agrees
    stages.advance(desk, "certify")
    assert printing.pdf(desk, "certificates")
    assert not one(desk, claim).agrees


@pytest.mark.parametrize("grade", ["合格", "优秀", "不合格"])
def test_the_store_takes_no_certificate_for_the_unqualified_by_any_way(at: At, grade: str) -> None:
    """附件2 七（三）: bulk and object path, a new one and one brought back from the void."""
    desk = at("certified")
    uid = regrade(desk, "不合格")
    stages.advance(desk, "certify")
    with desk.read() as session:
        void = session.scalars(select(Certificate).where(Certificate.application_uid == uid)).one()
        other = session.scalars(select(Assessment.application_uid).where(Assessment.grade == "不合格", Assessment.application_uid != uid)).first()
        day = void.issue_date
    assert void.state == "void"
    assert other is not None
    refusal = StoreError if grade == "不合格" else NotAllowed  # the table knows no such certificate; the others lack their grade
    row = {"application_uid": other, "number": "X", "sequence": 999, "grade": grade, "issue_date": day, "state": "issued"}

    with pytest.raises(refusal), desk.change("test.insert") as change:
        change.insert(Certificate, [row])
    with pytest.raises(refusal), desk.change("test.add") as change:
        change.add(Certificate(**row))
    with pytest.raises(NotAllowed), desk.change("test.revive") as change:
        change.update(Certificate, [{"uid": void.uid, "state": "issued", "grade": grade}])


def test_a_national_trainee_cannot_be_printed_a_certificate(at: At) -> None:
    """The register might be filled by a package one day: national certificates come from Beijing all the same."""
    desk = at("certified")
    with desk.change("test.national") as change:
        query = select(Assessment).join(Application, Application.uid == Assessment.application_uid)
        graded = change.scalars(query.where(Application.programme == "national", Assessment.grade == "优秀")).first()
        assert graded is not None
        day = change.scalars(select(Certificate.issue_date)).first()
        change.insert(
            Certificate,
            [{"application_uid": graded.application_uid, "number": "X1", "sequence": 999, "grade": "优秀", "issue_date": day, "state": "issued"}],
        )

    with pytest.raises(NotAllowed, match="不符"):
        printing.pdf(desk, "certificates")
    assert printing.pdf(desk, "certificates", Scope("pilot"))


def test_certificates_joined_into_one_file_are_all_checked(year: Desk, issued: Path, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    reader = pypdf.PdfReader(issued)
    for number in (4, 2):
        writer.add_page(reader.pages[number])
    copied = tmp_path / "copy.pdf"
    writer.write(copied)

    assert [f.agrees for f in verifying.compare(year, verifying.claims_of_file(copied))] == [True, True]
