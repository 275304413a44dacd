"""Dates as Chinese prose writes them (GB/T 9704: full year, no leading zeros)."""

from datetime import date


def chinese_date(day: date) -> str:
    """2025年12月26日."""
    return f"{day.year}年{day.month}月{day.day}日"
