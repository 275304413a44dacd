"""Whichever folder's test makes the application, all of the process get the real one."""

from PySide6.QtCore import QDir
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from ui import theme


def test_a_test_of_any_folder_gets_the_application_with_its_theme(qapp: QApplication) -> None:
    assert QDir.searchPaths("style")
    assert theme.FAMILY in QFontDatabase.families()
    assert qapp.font().family() == theme.FAMILY
