"""What happened to questions, for those who want to know."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent inside the transaction of a step, after every line of the log; arguments: ``event``
#: (``QuestionEvent``), ``question``, ``user`` or None, and ``secret``: the secret of a question
#: that was just made, which nothing but the confirmation to the asker may hold; empty otherwise.
#: A receiver that sends something out does so in ``transaction.on_commit``.
question_event = Signal()
