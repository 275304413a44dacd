"""The rules of the notice as pure functions over plain values; each names its clause."""
