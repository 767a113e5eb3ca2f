"""Addresses of readers' reports about pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import report_views

urlpatterns: list[URLPattern] = [
    path("bao-loi/", report_views.report, name="report"),
    path("bao-loi/<str:code>/", report_views.status, name="report_status"),
]
