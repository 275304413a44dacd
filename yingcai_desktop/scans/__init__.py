"""Scans and photos that come in: judged by their bytes, re-encoded small and without their past (reliability F16)."""
