"""The provincial portal and its component sites: names, hosts, creation, launch."""

from __future__ import annotations
