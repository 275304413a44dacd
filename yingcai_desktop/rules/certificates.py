"""培养证书: who may get one, in which order, under which number (附件2 七（三）：合格、优秀者颁发自治区级培养证书)."""

from collections.abc import Iterable

from yingcai_desktop.rules.grading import EXCELLENT, QUALIFIED

CERTIFIED_GRADES = (EXCELLENT, QUALIFIED)


def may_get_certificate(grade: str, *, programme_certifies: bool) -> bool:
    """Only 优秀 and 合格, and only where we issue certificates: the national one comes from Beijing (附件2 七（三）)."""
    return programme_certifies and grade in CERTIFIED_GRADES


def certificate_number(pattern: str, year: int, sequence: int) -> str:
    """A number from the signed pattern: `{year}` and a `{seq}` of at least four digits (domain.md §3.14)."""
    return pattern.replace("{year}", str(year)).replace("{seq}", f"{sequence:04d}")


def numbered(people: Iterable[tuple[int, int, str]], first: int = 1) -> list[tuple[int, str]]:
    """Sequence and ID number for everybody who gets a certificate: by city, subject (both as places in the scheme), ID number.

    `first` is one more than the last number ever given: a void number is not used again (domain.md §3.14).
    """
    return [(number, person[2]) for number, person in enumerate(sorted(people), first)]
