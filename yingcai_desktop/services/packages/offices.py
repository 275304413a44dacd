"""Offices by name, and the 名录 as the page 单位登记 shows it."""

from dataclasses import dataclass
from typing import Literal

from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.enrolling import Standing, standing
from yingcai_desktop.exchange.identity import PublicIdentity, fingerprint
from yingcai_desktop.exchange.kinds import way_of
from yingcai_desktop.exchange.ledger import directory_of
from yingcai_desktop.rules.ownership import is_region
from yingcai_desktop.scheme import Schemes

Part = Literal["region", "city"]


@dataclass(frozen=True, slots=True)
class Office:
    """One office of the notice. `digits` are blank and `since` 0 while it is not in the directory."""

    uid: str
    name: str
    own: bool
    digits: str = ""
    since: int = 0

    @property
    def listed(self) -> bool:
        """Whether packages can go to it."""
        return bool(self.digits)


@dataclass(frozen=True, slots=True)
class Registered:
    """Everything 单位登记 shows. `next` says in words what is to be done now; blank: nothing."""

    part: Part
    stands: Standing
    offices: tuple[Office, ...]
    next: str


def office_name(schemes: Schemes, code: str) -> str:
    """`呼和浩特市`, `自治区`; the code of an office nobody knows."""
    if is_region(code):
        return "自治区"
    return schemes.city_names.get(code) or schemes.offices.get(code, code)


def registered(desk: Desk) -> Registered:
    """Read the directory and where this office stands."""
    own = desk.store.office
    with desk.read() as session:
        held = directory_of(session)
    codes = [desk.schemes.common.region.code, *(city.code for city in desk.schemes.common.cities)]
    offices = []
    for code in codes:
        listed = held.directory.find(code) if held is not None else None
        digits = "" if listed is None else fingerprint(PublicIdentity(office=code, sign=listed.sign, seal=listed.seal))
        offices.append(
            Office(code, office_name(desk.schemes, code), code == own, digits, 0 if listed is None else listed.since)
        )
    stands, part = standing(desk), part_of(desk)
    return Registered(part, stands, tuple(offices), _next(part, stands, offices))


def part_of(desk: Desk) -> Part:
    """Which of the two kinds of office this is."""
    return "region" if is_region(desk.store.office) else "city"


def peers(desk: Desk) -> list[tuple[str, str]]:
    """Offices that packages go to, code and name, whether or not they are in the directory yet."""
    codes = [desk.schemes.common.region.code, *(city.code for city in desk.schemes.common.cities)]
    return [(code, office_name(desk.schemes, code)) for code in codes if way_of(desk.store.office, code) is not None]


def _next(part: Part, stands: Standing, offices: list[Office]) -> str:
    if part == "region":
        if not stands.version:
            return "还没有名录。请先建立名录：生成根密钥，把自治区登记进去。"
        waiting = [office.name for office in offices if not office.listed]
        if not stands.listed:
            return "名录里的密钥与本机现在的不一致。请用根密钥把本单位的新密钥登记进名录。"
        return f"还没有登记：{'、'.join(waiting)}。收到登记申请后，打电话核对 30 位数字再登记。" if waiting else ""
    if not stands.digits:
        return "还没有本单位的密钥。请先制作登记申请，交给自治区。"
    if not stands.version:
        return "登记申请交给自治区、电话核对过 30 位数字以后，导入自治区发回的名录。"
    if not stands.listed:
        return "本机的名录里还没有本单位现在的密钥。请把登记申请交自治区，再导入新版名录。"
    return ""
