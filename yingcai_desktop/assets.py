"""Where bundled data lies, in a checkout and in the packaged program."""

import sys
from pathlib import Path

RESOURCES = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent)) / "resources"


def resource(*parts: str) -> Path:
    """Path of a bundled file, e.g. `resource("fonts", "NotoSansSC-Regular.ttf")`."""
    return RESOURCES.joinpath(*parts)
