"""What the papers at the top of the repository say is true of the repository."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/dependencies.md"]


def name_of(requirement: str) -> str:
    """The package in `name>=1.2`."""
    return re.split(r"[<>=\[ ]", requirement)[0]


def locked_versions() -> dict[str, str]:
    """Every package of uv.lock with its version."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    return {package["name"]: package["version"] for package in lock["package"]}


def test_every_dependency_is_explained_with_its_locked_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    rows = re.findall(r"^\| ([a-z0-9-]+) (\d\S*) \|", (ROOT / "docs/dependencies.md").read_text(encoding="utf-8"), re.M)
    explained = {name: version for name, version in rows if name != "uv"}  # uv is pinned in scripts/uv.txt

    names = {name_of(requirement) for group in groups for requirement in group}

    assert explained.keys() == names
    locked = locked_versions()
    assert [f"{n} {v}" for n, v in explained.items() if not locked[n].startswith(v)] == []


def test_the_page_names_the_uv_that_is_pinned() -> None:
    pinned = (ROOT / "scripts/uv.txt").read_text(encoding="utf-8").split()[0]
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")

    assert f"| {pinned.replace('==', ' ')} |" in page


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text(encoding="utf-8"))

    missing = [t for t in targets if "://" not in t and not (ROOT / page).parent.joinpath(t).exists()]

    assert missing == []


def test_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert readme.index("scripts/run") < readme.index("scripts/test") < 200
    assert len(readme.splitlines()) <= 45


def test_the_guide_to_the_command_line_names_every_word_it_takes() -> None:
    from yingcai_desktop.cli.parser import build_parser
    from yingcai_desktop.vocabulary import EXPORTS, KINDS, PRINTS, STEPS

    guide = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    told = set(re.findall(r"[a-z][a-z-]+", guide.split("```")[1]))
    commands = next(action.choices for action in build_parser()._actions if action.dest == "command")

    assert commands is not None
    assert {*commands, *KINDS, *STEPS, *EXPORTS, *PRINTS} - told == set()
