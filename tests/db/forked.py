"""Children for kill -9: forked from a process that imported the store once, so that a hundred of them cost little."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import connect, keyfile, keyring
from tests.db.office import opened

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["db.store", "tests.db.forked"])


def killed(target: Callable[..., object], *args: object) -> bool:
    """Run it in a child; True if the child was killed, False if it came to its end. Anything else fails."""
    child = PROCESSES.Process(target=target, args=args)
    child.start()
    child.join()
    code = child.exitcode
    child.close()
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def give_a_slot(path: Path, steps: int, torn: int) -> None:
    """Open, give 新来 a password, close; killed after `steps` fsyncs, renames and writes, a write being cut after `torn` bytes."""
    left = steps

    def counted(what: Callable[..., Any], dying: Callable[..., object] = lambda *_args: None) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                dying(*args)
                os.kill(os.getpid(), signal.SIGKILL)
            return what(*args, **more)

        return call

    def partly(at: Path, encoded: bytes) -> None:
        with at.open("r+b") as out:
            out.seek(0, 2)
            out.write(encoded[:torn])
            out.flush()

    connect.COST.update(memory_cost=256, time_cost=1)
    keyfile.attach = counted(keyfile.attach, partly)
    os.fsync = counted(os.fsync)
    keyfile.replace = counted(keyfile.replace)  # type: ignore[attr-defined]
    store = opened(path)
    ring = keyfile.read(store.path)
    assert ring is not None
    keyfile.write(store.path, ring.plus(keyring.make_slot(store.key, "新来", "a-new-password")))
    store.close()
