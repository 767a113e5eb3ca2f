"""What the core app adds to the registries of earlier layers."""

from __future__ import annotations

from .sites import receivers  # noqa: F401 - each change of a site's record shows at once
