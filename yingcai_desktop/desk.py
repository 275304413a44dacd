"""The desk: who sits in front of which store. Every service takes one first."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from db.gate import Change
from db.store import Store
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.keeping.trouble import speaking
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


@dataclass
class Desk:
    """One person at one store. `witness` is the second person where two are required."""

    store: Store
    actor: str = field(default_factory=account_name)
    witness: str = ""
    clock: Callable[[], datetime] = local_time

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
        """The only way to write: everything inside is one transaction, journaled under `action`."""
        with (
            speaking(),
            self.store.change(action, actor=self.actor, witness=self.witness, reason=reason, at=self.clock()) as change,
        ):
            yield change

    def require_witness(self, doing: str) -> None:
        """Refuse unless a second person is named and is not the actor (reliability §3.8)."""
        if not self.witness or self.witness == self.actor:
            raise NotAllowed(
                f"{doing}须由两人办理：经办人“{self.actor}”之外，还要有一名见证人。请用 --witness 写明见证人（不能是经办人本人）后重做。"
            )
