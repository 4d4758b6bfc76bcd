"""Routes of meetings."""

from django.urls import path

from kientoan.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("new/", views.new, name="new"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/new/", views.new_proposal, name="new_proposal"),
    path("proposals/<int:key>/", views.proposal, name="proposal"),
    path("proposals/<int:key>/<slug:verb>/", views.do_proposal, name="do_proposal"),
    path("advice/", views.advice_list, name="advice_list"),
    path("advice/new/", views.new_advice, name="new_advice"),
    path("advice/<int:key>/", views.advice, name="advice"),
    path("advice/<int:key>/<slug:verb>/", views.do_advice, name="do_advice"),
    path("<int:key>/", views.meeting, name="meeting"),
    path("<int:key>/edit/", views.edit, name="edit"),
    path("<int:key>/live/", views.live, name="live"),
    path("<int:key>/live/note/", views.note, name="note"),
    path("<int:key>/conclusion/<int:item>/", views.conclusion_item, name="item"),
    path("<int:key>/statements/<int:row>/", views.statement, name="statement"),
    path("<int:key>/face/", views.face, name="face"),
    path("<int:key>/<slug:which>.<slug:suffix>", views.paper, name="paper"),
    path("<int:key>/do/<slug:verb>/", views.do, name="do"),
    path("<int:key>/do/<slug:verb>/<int:row>/", views.do, name="do_row"),
]
