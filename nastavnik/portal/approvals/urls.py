"""Addresses of agreement."""

from django.urls import path

from nastavnik.portal.approvals import deputies, queue, review

app_name = "approvals"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("steps/<uuid:uid>/", review.review, name="review"),
    path("rounds/<uuid:uid>/withdraw/", review.withdraw, name="withdraw"),
    path("remarks/<uuid:uid>/resolve/", review.resolve, name="resolve"),
    path("remarks/<uuid:uid>/reopen/", review.reopen, name="reopen"),
    path("deputies/", deputies.deputies, name="deputies"),
    path("deputies/<uuid:uid>/end/", deputies.end, name="deputy-end"),
]
