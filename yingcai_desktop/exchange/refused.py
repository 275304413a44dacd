"""The one exception for a file that is not taken."""

from yingcai_desktop import codes
from yingcai_desktop.errors import Refusal


class PackageRefused(Refusal):
    """A package, a public identity or a directory is refused whole; nothing was changed. `code` is one of `package.*`, `directory.*`, `root.*`."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(codes.sentence(code, **facts))
        self.code = code
        # docs/cli.md: 3 the package is damaged or not ours, 1 refused by a rule
        self.exit_status = 1 if code.startswith("exchange.") else 3
