"""The second person where two are required: another user whose password was just checked, or a name where there are no users (L03)."""

from yingcai_desktop.desk import Desk, require_fit
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules import permissions
from yingcai_desktop.services import signing_in, users

LONGEST = users.LONGEST


def candidates(desk: Desk, action: str = "") -> list[str]:
    """Users who can be the second person of an act, by name; empty in a store without users, where a name is enough."""
    if desk.user is None:
        return []
    others = (p for p in users.people(desk) if p.active and p.uid != desk.user.uid)
    return [p.name for p in others if permissions.may_witness(action, p.duties, desk.user.duties)]


def named(desk: Desk, name: str) -> Desk:
    """The desk with a witness who only gives a name: in a store without users. Raises `Invalid`, `NotAllowed`."""
    if desk.user is not None:
        raise NotAllowed("见证人要用自己的口令确认，只写姓名不行。请见证人输入口令。")
    name = " ".join(name.split())
    if not name:
        raise Invalid("还没有写见证人的姓名。请写上在场的另一人的姓名。")
    if len(name) > LONGEST:
        raise Invalid(f"姓名太长：最多 {LONGEST} 个字。请只写姓名。")
    if name.casefold() == desk.actor.casefold():
        raise NotAllowed(f"“{name}”就是经办人，不能自己见证自己。请写在场的另一人。")
    return desk.with_witness(name)


def signed(desk: Desk, name: str, password: str, action: str = "") -> Desk:
    """The desk with another user as witness, whose password is checked now (half a second: not on the UI thread).

    Raises `NotAllowed` for the person at the desk, a wrong password, and somebody whose roles do not fit `action`.
    """
    if desk.user is not None and name == desk.user.name:
        raise NotAllowed(f"“{name}”就是经办人，不能自己见证自己。请在场的另一人输入口令。")
    witness = signing_in.verify(desk, name, password)
    if desk.user is not None:
        require_fit(action, name, witness.duties, desk.user.duties)
    return desk.with_witness(witness.name)
