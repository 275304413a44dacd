"""Start: without a command the window opens, with one the command line runs."""

import sys
from collections.abc import Sequence

CHILD_SWITCH = "--read-workbooks"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit status (docs/cli.md)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == [CHILD_SWITCH]:  # the packaged program reads workbooks in a child of itself
        from yingcai_desktop.sheets.child import child_main

        return child_main()
    if not words:
        from ui.app import run

        return run(words)
    from yingcai_desktop.cli.main import run as run_command

    return run_command(words)


if __name__ == "__main__":
    sys.exit(main())
