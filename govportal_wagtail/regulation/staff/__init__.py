"""The screens of the regulation in the admin."""

from __future__ import annotations
