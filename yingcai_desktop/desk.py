"""The desk: who sits in front of which store. Every service takes one first."""

import getpass
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import User
from db.store import Store
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.keeping.trouble import speaking
from yingcai_desktop.own_business import judge
from yingcai_desktop.rules import permissions
from yingcai_desktop.rules.duties import Duty, listed, of
from yingcai_desktop.scheme import Schemes, load_schemes


def account_name() -> str:
    """The operating system's account, in whose name a store without users acts (cli: Who acts)."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no account name on this machine
        return "经办人"


def local_time() -> datetime:
    """The clock on the wall; displayed, never decided by (reliability F6)."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A user of the store whose password was checked, and what they are there to do."""

    uid: str
    name: str
    duties: frozenset[Duty]


@dataclass
class Desk:
    """One person at one store. `witness` is the second person where two are required.

    `user` is who signed in; `None` in a store without users, where everything is permitted (command line, first days).
    """

    store: Store
    actor: str = field(default_factory=account_name)
    witness: str = ""
    clock: Callable[[], datetime] = local_time
    user: SignedIn | None = None

    @cached_property
    def schemes(self) -> Schemes:
        """The schemes in force for the store's season."""
        return load_schemes(self.store.season)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that can only look."""
        with speaking(), self.store.read() as session:
            yield session

    @contextmanager
    def change(self, action: str, reason: str = "") -> Iterator[Change]:
        """The only way to write: everything inside is one transaction, journaled under `action`.

        Raises `NotAllowed` for an action the signed-in user may not do or the witness may not be the second person of
        (`rules/permissions.py`), and for a write that is another office's business (`rules/ownership.py`).
        """
        self.require(action)
        with (
            speaking(),
            self.store.change(action, actor=self.actor, witness=self.witness, reason=reason, at=self.clock()) as change,
        ):
            change.session.judge = judge(self.store.office, self.schemes.offices)
            if self.witness:
                _require_fit_witness(change.session, action, self.actor, self.witness)
            yield change

    def may(self, action: str) -> bool:
        """Whether the person at the desk may do it: what buttons ask."""
        return self.user is None or permissions.permits(action, self.user.duties)

    def require(self, action: str) -> None:
        """Refuse what the person at the desk may not do, saying who may."""
        if self.user is None or permissions.permits(action, self.user.duties):
            return
        from yingcai_desktop.services.telling import action_name  # words only when they are needed

        what, who = action_name(action), permissions.who_may(action)
        if action in permissions.SCORES and Duty.ADMIN in self.user.duties:
            why = f"管理员不经手成绩，“{what}”须由不是管理员的{who}办理"
        else:
            why = f"“{what}”须由{who}办理，{self.user.name}的角色是{listed(self.user.duties)}"
        raise NotAllowed(f"{why}。没有改动；请有该角色的人登录后办理，或请管理员调整角色。")

    def with_witness(self, name: str) -> "Desk":
        """The same desk with a second person beside it, for one act."""
        return replace(self, witness=name)

    def require_witness(self, doing: str) -> None:
        """Refuse unless a second person is named and is not the actor (reliability §3.8)."""
        if not self.witness or self.witness == self.actor:
            raise NotAllowed(
                f"{doing}须由两人办理：经办人“{self.actor}”之外，还要有一名见证人。请用 --witness 写明见证人（不能是经办人本人）后重做。"
            )


def _require_fit_witness(session: Session, action: str, actor: str, name: str) -> None:
    """Refuse a second person whose roles do not fit the act; only where people sign in (`rules/permissions.py` WITNESSES)."""
    held = {user: of(codes) for user, codes in session.execute(select(User.name, User.duties).where(User.active))}
    if held and action in permissions.SCORES:
        require_fit(action, name, held.get(name, frozenset()), held.get(actor))


def require_fit(action: str, name: str, held: Collection[Duty], actor: Collection[Duty] | None) -> None:
    """Refuse somebody with these roles as the second person beside an actor with those (`None`: not known), saying who can be it."""
    if permissions.may_witness(action, held, actor):
        return
    from yingcai_desktop.services.telling import action_name  # words only when they are needed

    if permissions.may_witness(action, held):
        raise NotAllowed(
            f"“{action_name(action)}”要由角色不同的两人办理，经办人和“{name}”同是{listed(held)}。"
            "没有改动；请监督人员在场见证，或由经办人员办理、审核人员见证。"
        )
    raise NotAllowed(
        f"“{action_name(action)}”的见证人须是{permissions.who_witnesses(action)}（管理员不经手成绩），“{name}”不是。"
        f"没有改动；请{permissions.who_witnesses(action)}人员在场见证。"
    )
