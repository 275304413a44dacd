"""What a certificate claims, as the text in its QR code; and the way back, from a code or a PDF, for `yingcai verify`.

The code is plain text for now: `NMHB|number|season|grade|digest`. The digest covers all that is printed, so a store that holds the
certificate can tell whether a page says what was issued. It proves nothing to somebody without the store; that takes the
offices' Ed25519 keys (reliability.md §3.8).
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yingcai_desktop.documents.paper import Paper
from yingcai_desktop.errors import Invalid

PREFIX: Final = "NMHB"
GRADES: Final = ("优秀", "合格")
_CODE: Final = re.compile(rf"{PREFIX}\|(?P<number>[^|\s]+)\|(?P<season>\d{{4}})\|(?P<grade>{'|'.join(GRADES)})\|(?P<digest>[0-9A-F]{{12}})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """Number, season, grade and the digest of the printed facts (12 hexadecimal digits)."""

    number: str
    season: int
    grade: str
    digest: str

    def code(self) -> str:
        """The text of the QR code."""
        return "|".join((PREFIX, self.number, str(self.season), self.grade, self.digest))

    def digits(self) -> str:
        """The digest as it is printed for reading aloud: 7F3A 91C2 0B5D."""
        return " ".join(self.digest[n : n + 4] for n in range(0, len(self.digest), 4))


@dataclass(frozen=True, slots=True)
class PrintedClaim:
    """A claim found on a page (from 1), with the text of that page without blanks."""

    claim: Claim
    page: int
    text: str

    def shows(self, fact: str) -> bool:
        """Whether the page says this, letter by letter."""
        return _blankless(fact) in self.text


def digest_of(facts: Mapping[str, str]) -> str:
    """Twelve hexadecimal digits of the SHA-256 over the facts, in the order of their keys."""
    text = json.dumps(dict(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12].upper()


def _blankless(text: str) -> str:
    return re.sub(r"\s", "", text)


def _claim(found: re.Match[str]) -> Claim:
    return Claim(found["number"], int(found["season"]), found["grade"], found["digest"].upper())


def parse_code(text: str) -> Claim:
    """The claim in a scanned or typed code; blanks, full-width bars and small letters do no harm. Invalid if it is none."""
    found = _CODE.fullmatch(_blankless(text).replace("｜", "|"))
    if not found:
        raise Invalid("这不是培养证书的查验码：应当是“NMHB|证书号|年度|等级|12位校验码”。请重新扫描证书左下角的二维码。")
    return _claim(found)


def claims_in(pdf: bytes) -> tuple[PrintedClaim, ...]:
    """Every certificate in a PDF, read from the text under its QR code. Invalid if the file cannot be read or has none."""
    try:
        paper = Paper(pdf)
    except ValueError as trouble:
        raise Invalid("这个文件不是可以读取的 PDF（可能已损坏或有密码）。请换用系统生成的原文件。") from trouble
    found: list[PrintedClaim] = []
    try:
        for number in range(len(paper)):
            text = _blankless(paper.text(number))
            found += [PrintedClaim(_claim(match), number + 1, text) for match in _CODE.finditer(text)]
    finally:
        paper.close()
    if not found:
        raise Invalid("文件里没有培养证书的查验码：可能是扫描件，或不是由本系统制作。请改用 --code 输入二维码中的文字。")
    return tuple(found)
