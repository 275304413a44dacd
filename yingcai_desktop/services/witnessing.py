"""The second person where two are required: another user whose password was just checked, or a name where there are no users (L03)."""

from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed

LONGEST = 25
"""Characters of a name (domain §3.2)."""


def candidates(desk: Desk) -> list[str]:
    """Users who can be the second person, by name; empty in a store without users, where a name is enough."""
    return []


def named(desk: Desk, name: str) -> Desk:
    """The desk with a witness who only gives a name: in a store without users. Raises `Invalid`, `NotAllowed`."""
    name = " ".join(name.split())
    if not name:
        raise Invalid("还没有写见证人的姓名。请写上在场的另一人的姓名。")
    if len(name) > LONGEST:
        raise Invalid(f"姓名太长：最多 {LONGEST} 个字。请只写姓名。")
    if name.casefold() == desk.actor.casefold():
        raise NotAllowed(f"“{name}”就是经办人，不能自己见证自己。请写在场的另一人。")
    return desk.with_witness(name)


def signed(desk: Desk, name: str, password: str) -> Desk:
    """The desk with another user as witness, whose password is checked now (half a second: not on the UI thread)."""
    raise NotAllowed("这个数据文件里还没有登记用户。")
