"""What everybody does again and again: take the seat, sign as the second person, open a place."""

from tests.journeys.hands import Hands
from tests.journeys.year.people import PASSWORDS


def sit_down(hands: Hands, name: str) -> None:
    """换人."""
    hands.key("Ctrl+L")
    hands.press("换人")
    hands.to("换成")
    hands.pick(name)
    hands.key("Return")
    hands.type(PASSWORDS[name])
    hands.key("Return")
    hands.until(lambda: hands.window.desk.actor == name, f"{name} at the desk")
    hands.settle()


def witness(hands: Hands, name: str) -> None:
    """The second person signs in on the spot."""
    hands.until(
        lambda: hands.window.second is not None and hands.window.second.panel is not None, "the second person is asked"
    )
    hands.to("见证人")
    hands.pick(name)
    hands.key("Return")
    hands.type(PASSWORDS[name])
    hands.key("Return")
    hands.until(lambda: hands.window.second.panel is None, f"{name} witnessed")
    hands.settle()


def open_place(hands: Hands, keys: str, tab: str = "") -> None:
    """A page, and a tab of it."""
    hands.key(keys)
    hands.settle()
    if tab:
        hands.key(tab)
        hands.settle()


def task(hands: Hands, text: str) -> None:
    """The button of a task on the workbench; what was stored a moment ago is there in another."""
    open_place(hands, "Ctrl+1")

    def offered() -> list[str]:
        return [name for name in hands.names() if name.startswith(text)]

    hands.until(offered, text)
    hands.press(offered()[0])
