"""The bulk path is journaled row by row like any other; how fast it is, `scripts/bench` says (design §3)."""

from db.journal import differences, verify_chain
from db.models import Application, Mentor, School
from db.store import Store
from tests.db.office import WHO, applications, mentor, school

ROWS = 10_000


def test_ten_thousand_rows_journaled(store: Store) -> None:
    with store.change("prepare", **WHO) as change:
        [school_uid], [mentor_uid] = change.insert(School, [school()]), change.insert(Mentor, [mentor()])
    rows = applications(ROWS, school_uid, mentor_uid)

    with store.change("load", **WHO) as change:
        uids = change.insert(Application, rows)
    with store.change("review", **WHO) as change:
        changed = change.update(Application, [{"uid": uid, "state": "approved"} for uid in uids])

    assert changed == ROWS
    with store.read() as session:
        assert verify_chain(session) == ()
        assert differences(session) == []
