"""What later layers may listen to; both are sent after the change was committed.

``calendar_changed``: ``days`` (a sorted list of dates) and ``user``; the sender is
``CalendarOverride``. ``deadlines_recalculated``: ``moved`` (a list of
``recalculation.Moved``), ``days``, ``user`` and ``reason``; the sender is ``Deadline``.
"""

from __future__ import annotations

from django.dispatch import Signal

calendar_changed = Signal()
deadlines_recalculated = Signal()
