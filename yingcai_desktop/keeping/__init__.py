"""Keeping the store safe: backup, restore, check."""
