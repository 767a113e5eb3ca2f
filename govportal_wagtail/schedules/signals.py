"""What happened with schedules; receivers run inside the transaction of the step."""

from __future__ import annotations

from django.dispatch import Signal

#: After every line of the log; arguments: ``event`` (``ScheduleEvent``), ``request``
#: (``ScheduleRequest``) or None, ``user`` or None.
schedule_event = Signal()

#: After a change of what the public reads; arguments: ``changes`` (``ScheduleChange``s of one
#: week, stored already), ``page`` (the week).
schedule_changed = Signal()
