"""The demo app."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Holds the demo content and the ``load_demo`` command."""

    name = "demo"
    verbose_name = "Demo"
