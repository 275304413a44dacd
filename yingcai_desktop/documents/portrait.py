"""The place of a photo on a form: the portrait in its shape, or where to paste one."""

from io import BytesIO

from reportlab.platypus import Flowable, Image

from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.words import Words


def portrait(photo: bytes | None, size: tuple[float, float]) -> Flowable:
    """A JPEG or PNG fitted into `size` points; None: the words 贴一寸近照处."""
    if photo is None:
        return Words("贴一寸\n近照处", 9, Style.KAI, align="center")
    return Image(BytesIO(photo), *size, kind="proportional")
