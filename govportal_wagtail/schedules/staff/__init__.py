"""The screens on which schedules are registered, arranged and checked."""
