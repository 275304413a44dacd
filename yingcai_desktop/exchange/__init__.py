"""Packages between offices: who is who, what a file must be, and what comes of it. No Qt, no store of its own."""
