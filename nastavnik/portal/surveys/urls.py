from django.urls import path

from nastavnik.portal.surveys import filling, giving

app_name = "surveys"
urlpatterns = [
    path("", giving.show_list, name="list"),
    path("give/", giving.give, name="give"),
    path("given/<uuid:mark>/call-off/", giving.call_off_many, name="call-off-many"),
    path("blanks/<str:questionnaire>/", giving.print_blank, name="blank"),
    path("of/<uuid:uid>/", giving.candidate, name="candidate"),
    path("own/", filling.own, name="own"),
    path("<uuid:uid>/", filling.fill, name="fill"),
    path("<uuid:uid>/again/", filling.reopen, name="reopen"),
    path("<uuid:uid>/paper/", filling.enter, name="enter"),
    path("<uuid:uid>/paper/begin/", giving.take_paper, name="take-paper"),
    path("<uuid:uid>/paper/again/", filling.reopen_paper, name="reopen-paper"),
    path("<uuid:uid>/call-off/", giving.call_off, name="call-off"),
    path("<uuid:uid>/answers/", filling.answers, name="answers"),
]
