"""Printed pages: frozen dataclass in, PDF bytes out."""
