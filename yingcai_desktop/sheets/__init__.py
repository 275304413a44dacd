"""Workbooks that come in and go out (FORMAT: docs/workbooks.md)."""
