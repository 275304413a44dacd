"""The one exception for a file that is not taken."""

from collections.abc import Mapping

from yingcai_desktop import codes
from yingcai_desktop.errors import Refusal


class PackageRefused(Refusal):
    """A package, a public identity or a directory is refused whole; nothing was changed. `code` is one of `package.*`, `directory.*`, `root.*`."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(codes.sentence(code, **facts))
        self.code, self.facts = code, facts
        # docs/cli.md: 3 the package is damaged or not ours, 1 refused by a rule
        self.exit_status = 1 if code.startswith("exchange.") else 3

    def naming(self, names: Mapping[str, str]) -> "PackageRefused":
        """The same, with the offices in its detail by their names instead of their codes."""
        detail = "、".join(names.get(one, one) for one in self.facts.get("detail", "").split("、"))
        return PackageRefused(self.code, **{**self.facts, "detail": detail})
