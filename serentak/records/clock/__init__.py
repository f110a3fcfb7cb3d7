"""Clocks of a record: `reckoning` says when it is due, `account` says why. Pure."""

from serentak.records.clock.account import ClockView, views
from serentak.records.clock.reckoning import Step, due, end, late_days, led_here, may_still

__all__ = ["ClockView", "Step", "due", "end", "late_days", "led_here", "may_still", "views"]
