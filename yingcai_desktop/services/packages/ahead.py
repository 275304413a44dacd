"""What a change of the 名录 will do, in words, before it is signed: the same in the window and on the command line (K06, reliability §3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.chains import Chains
from db.models import Package, PanelTask
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.enrolling import must_hold
from yingcai_desktop.exchange.identity import PublicIdentity
from yingcai_desktop.exchange.ledger import IN, OUT, last_said
from yingcai_desktop.services.packages.offices import office_name, part_of


@dataclass(frozen=True, slots=True)
class DataFile:
    """A store as we know it: its chain, its `turn` among those of the office, the last entry we have seen.

    `trusted`: where trust ends, None while all of it is trusted. `seen`: number and time of the packages of this store, and its last entry
    in each, latest first.
    """

    chain: str
    office: str
    turn: int
    name: str
    last: int
    trusted: int | None
    seen: tuple[tuple[int, str, int], ...]

    @property
    def words(self) -> str:
        """The last packages and how far each goes: what a person can tell a day by."""
        said = [f"第 {number} 号包（{at}）到第 {n} 号" for number, at, n in self.seen[:3]]
        return "，".join(said) or "还没有导入过它的数据包"


def data_files(desk: Desk) -> list[DataFile]:
    """Every store we know of but the one in use here."""
    with desk.read() as session:
        held, chains = must_hold(session).directory, Chains(session.connection())
        heads = chains.heads()
        seen = _seen(session)
        found: list[DataFile] = []
        for chain in sorted(chains.known.values(), key=lambda chain: chain.office):
            if chain.store == desk.store.store_id:
                continue
            turn = sum(one.office == chain.office for one in found) + 1
            last = heads[chain.store].n if chain.store in heads else chain.base_n
            name = f"{office_name(desk.schemes, chain.office)}的第 {turn} 份数据文件"
            found.append(
                DataFile(chain.store, chain.office, turn, name, last, held.revoked.get(chain.store), seen.get(chain.store, ()))
            )
    return found


def _seen(session: Session) -> dict[str, tuple[tuple[int, str, int], ...]]:
    found: dict[str, list[tuple[int, str, int]]] = {}
    for row in session.scalars(select(Package).where(Package.direction == IN).order_by(Package.number.desc())):
        if head := row.known.get(row.chain):
            found.setdefault(row.chain, []).append((row.number, row.made_at[:16].replace("T", " "), head[0]))
    return {chain: tuple(rows) for chain, rows in found.items()}


def of_enrolment(desk: Desk, public: PublicIdentity) -> list[str]:
    """An office taken in, or given the keys it made anew."""
    with desk.read() as session:
        held = must_hold(session).directory
        before, name = held.find(public.office), office_name(desk.schemes, public.office)
        if before is None:
            return [f"{_next(desk)}{name}从此可以收发数据包。"]
        if (before.sign, before.seal) == (public.sign, public.seal):
            return [f"{name}已经用这对密钥登记过，再登记一次没有变化。"]
        return [
            f"{_next(desk)}{name}换用新密钥：旧密钥签的包以后都不再接收，还在路上的请它重新制作。",
            *_waiting(session, [public.office], "，对方换密钥后仍打得开"),
        ]


def of_removal(desk: Desk, office: str) -> list[str]:
    """An office leaves."""
    name = office_name(desk.schemes, office)
    with desk.read() as session:
        return [
            f"{_next(desk)}以后{name}签的数据包各单位都不再接收，也不能再给它制作数据包；已经导入的记录不变。",
            *_waiting(session, [office], ""),
            f"其他单位随下一个数据包得知。要恢复往来，请{name}重新制作登记申请，电话核对 30 位数字后登记。",
        ]


def of_revoking(desk: Desk, file: DataFile, last: int) -> list[str]:
    """Entries of a store after `last` no longer count."""
    with desk.read() as session:
        asked = "SELECT count(*), max(n) FROM received WHERE store = ? AND n > ?"
        taken, most = session.connection().exec_driver_sql(asked, (file.chain, last)).one()
    here = (
        f"本机已经导入其中 {taken} 条更改（到第 {most} 号），从此不再计入，有关记录回到没有这些更改的样子；"
        "本机还有别的记录要用到的先保留，在“收发登记”里列出。后来在这些记录上做的更改不受影响。"
        if taken
        else f"本机没有导入过第 {last} 号以后的记录。"
    )
    return [
        f"{_next(desk)}{file.name}从第 {last + 1} 号记录起不再可信，它再发来的数据包整包拒收；第 {last} 号及以前的照旧。声明以后不能收回。",
        here,
        f"请该单位在别的电脑上用第 {last} 号以前的备份“恢复备份”（数据文件随之有新的编号），再“更换本单位密钥”重新登记。",
    ]


def of_new_keys(desk: Desk) -> list[str]:
    """This office's own keys made anew: at the region signed at once, at a city the request goes to the region."""
    with desk.read() as session:
        book = must_hold(session).directory
        peers = sorted(set(book.offices) - {desk.store.office})
        waiting = _waiting(session, peers, "，旧密钥签的对方可能不再接收，换好以后请重新制作发出")
        tasks = session.scalar(select(func.count()).select_from(PanelTask)) or 0
    opens = "用旧密钥加密、还在路上的包和评委席的打分，本机仍然打得开。"
    if tasks:
        opens += "要用回执清理的评委席，请先在上面导入一份换密钥以后制作的面试任务。"
    if part_of(desk) == "region":
        return [f"{_next(desk)}其他单位随本机的下一个数据包得到新密钥，不用再核对 30 位数字。", *waiting, opens]
    return [
        "同时制作登记申请。自治区电话核对新的 30 位数字、签发新名录以前，本单位制作的数据包别的单位不收。", *waiting, opens,
    ]  # fmt: skip


def of_new_root(desk: Desk, *, lost: bool) -> list[str]:
    """Another root key, with or without the old one to vouch for it."""
    with desk.read() as session:
        book = must_hold(session).directory
    others = "、".join(office_name(desk.schemes, code) for code in sorted(book.offices) if code != desk.store.office)
    if not lost:
        return [
            f"{_next(desk)}由新的根密钥签发，旧的为它作证：各单位随下一个数据包自动接受，不用再核对 30 位数字。",
            "换好以后请打印新的保管单，封存两只 U 盘。旧根密钥不要销毁：以前制作的数据包，只有它能替丢了密钥的单位打开。",
        ]
    return [
        f"{_next(desk)}没有旧根密钥作证，各单位会拒收本机的数据包，直到它们“导入名录…”并在电话里核对新的 30 位数字。"
        + (f"请先打电话告诉：{others}。" if others else ""),
        "以前制作的数据包，单位丢了自己的密钥后再也打不开。换好以后请打印新的保管单，封存两只 U 盘。",
    ]


def _next(desk: Desk) -> str:
    """The number of the next version; and a warning where there may be one of that number already, which every office would refuse."""
    with desk.read() as session:
        book = must_hold(session).directory
        unheard = _unheard(session, set(book.offices) - {desk.store.office})
    said = f"名录升到第 {book.version + 1} 版。"
    if unheard:
        names = "、".join(office_name(desk.schemes, code) for code in sorted(unheard))
        said += f"注意：本机恢复备份以后还没有导入过{names}的数据包。恢复以前改过名录的，现在再改会重号，各单位都会拒收；请先导入它们的数据包再办理。"
    return said


def _unheard(session: Session, offices: set[str]) -> set[str]:
    """Of these offices, those whose word was not taken in since an old backup was put in place here."""
    lives = [chain for chain in Chains(session.connection()).known.values() if chain.mine]
    asked = "SELECT DISTINCT p.peer FROM package p JOIN journal j ON j.record = p.uid WHERE p.direction = ? AND j.n > ?"
    heard = session.connection().exec_driver_sql(asked, (IN, lives[-1].base_n)).scalars()
    return offices - set(heard) if len(lives) > 1 else set()


def _waiting(session: Session, peers: Sequence[str], what: str) -> list[str]:
    """How many packages to these offices they have not said to have."""
    count = 0
    for peer in peers:
        applied = last_said(session, peer).applied
        sent = session.scalars(select(Package.package_id).where(Package.direction == OUT, Package.peer == peer))
        count += sum(one not in applied for one in sent)
    return [f"有 {count} 个发给{'它' if len(peers) == 1 else '别的单位'}的包还没有确认收到{what}。"] if count else []
