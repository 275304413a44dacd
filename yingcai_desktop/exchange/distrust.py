"""Revisions nobody trusts any more: what a lost machine wrote behind the number the 名录 says (reliability §3.7).

They do not count, wherever and whenever they arrived; what stands on them does. Nothing is deleted, and they travel like all others, so that
every office that holds the same revisions and the same 名录 sees the same records.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from db.chains import Chains
from yingcai_desktop.exchange.directory import SignedDirectory
from yingcai_desktop.exchange.ledger import directory_of, undone


def distrusted(session: Session, signed: SignedDirectory | None) -> set[str]:
    """The revisions (by id) of ours and of others that do not count by this 名录."""
    ends: Mapping[str, int] = signed.directory.revoked if signed else {}
    if not ends:
        return set()
    chains = Chains(session.connection())
    return {hash_.hex() for chain, last in ends.items() for _, _, hash_ in chains.stretch_of(chain, last)}


def void(session: Session) -> set[str]:
    """The revisions that do not count here: their import was undone, or the 名录 in force does not trust them."""
    return undone(session) | distrusted(session, directory_of(session))


def newly_in_doubt(session: Session, signed: SignedDirectory | None) -> dict[str, str]:
    """The records about which this 名录 trusts less than the one in force → the office that wrote about them."""
    if signed is None:
        return {}
    held, chains = directory_of(session), Chains(session.connection())
    found: dict[str, str] = {}
    for chain, last in signed.directory.revoked.items():
        if chain in chains.known and (held is None or held.directory.revoked.get(chain, last + 1) > last):
            found |= dict.fromkeys(chains.records_behind(chain, last), chains.known[chain].office)
    return found
