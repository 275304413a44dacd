"""证书打印 (ux §4.11): who has earned one, the paper as it will be, its number and what became of it."""

from ui.pages.certificates.page import CertificatesPage

__all__ = ["CertificatesPage"]
