from django.urls import path

from nastavnik.portal.events import above, listing, own, pages, people

app_name = "events"
urlpatterns = [
    path("", listing.show_list, name="list"),
    path("new/", pages.new, name="new"),
    path("above/", listing.show_above, name="above"),
    path("above/<uuid:uid>/", above.show, name="announcement"),
    path("above/<uuid:uid>/calendar/", above.calendar_file, name="announcement-calendar"),
    path("ours/<uuid:mark>/", above.ours, name="ours"),
    path("own/", own.own, name="own"),
    path("own/<uuid:uid>/come/", own.come, name="come"),
    path("own/<uuid:uid>/decline/", own.decline, name="decline"),
    path("own/<uuid:uid>/calendar/", own.calendar_file, name="own-calendar"),
    path("<uuid:uid>/", pages.show, name="event"),
    path("<uuid:uid>/change/", pages.edit, name="edit"),
    path("<uuid:uid>/call-off/", pages.call_off, name="call-off"),
    path("<uuid:uid>/call-again/", pages.call_again, name="call-again"),
    path("<uuid:uid>/held/", pages.hold, name="hold"),
    path("<uuid:uid>/held/undo/", pages.unhold, name="unhold"),
    path("<uuid:uid>/calendar/", pages.calendar_file, name="calendar"),
    path("<uuid:uid>/invite/", people.invite, name="invite"),
    path("<uuid:uid>/invite/<uuid:mark>/undo/", people.uninvite, name="uninvite"),
    path("<uuid:uid>/attendance/", people.mark, name="attendance"),
    path("<uuid:uid>/sheet/", people.attendance_sheet, name="sheet"),
]
