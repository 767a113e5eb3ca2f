"""Addresses of the public slip form and of tracking."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import slip_views, tracking_views

urlpatterns: list[URLPattern] = [
    path("cung-cap-thong-tin/", slip_views.slip_form, name="slip_form"),
    path("cung-cap-thong-tin/da-gui/", slip_views.slip_sent, name="slip_sent"),
    path("theo-doi/", tracking_views.ask, name="tracking"),
    path("theo-doi/ket-qua/", tracking_views.result, name="tracking_result"),
    path("theo-doi/bo-sung/", tracking_views.correct, name="tracking_correct"),
    path("theo-doi/xong/", tracking_views.leave, name="tracking_leave"),
]
