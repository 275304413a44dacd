"""报名材料 of one application: files and ticks against the scheme's list (附件1 四（二）, 附件2 六（二）；reliability F16)."""

from yingcai_desktop.services.applications.materials.filing import Added, add, refile, remove, replace, tick
from yingcai_desktop.services.applications.materials.holding import File, Held, Line, filed, held
from yingcai_desktop.services.applications.materials.incoming import SUFFIXES
from yingcai_desktop.services.applications.materials.seeing import as_pdf, photo, photos

__all__ = ["SUFFIXES", "Added", "File", "Held", "Line", "add", "as_pdf", "filed", "held", "photo", "photos", "refile", "remove", "replace", "tick"]
