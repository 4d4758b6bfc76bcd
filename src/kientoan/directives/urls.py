"""Routes of directives."""

from django.urls import path

from kientoan.directives import views
from kientoan.directives.views import reading, reading_runs

app_name = "directives"
urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("board/", views.board, name="board"),
    path("timeline/", views.timeline, name="timeline"),
    path("filters/", views.save_filter, name="save_filter"),
    path("filters/<int:key>/drop/", views.drop_filter, name="drop_filter"),
    path("progress/", views.progress, name="progress"),
    path("progress/keep/", views.keep, name="keep"),
    path("progress/check/", views.check, name="check"),
    path("progress/<int:key>/", views.edition, name="edition"),
    path("orders/", views.orders, name="orders"),
    path("orders/new/", views.new, name="new"),
    path("orders/<int:key>/", views.directive, name="directive"),
    path("orders/<int:key>/change/", views.change, name="change"),
    path("orders/<int:key>/issue/", views.issue, name="issue"),
    path("orders/<int:key>/drop/", views.drop, name="drop"),
    path("orders/<int:key>/withdraw/", views.withdraw, name="withdraw"),
    path("readings/", reading.readings, name="readings"),
    path("readings/new/", reading.new_reading, name="new_reading"),
    path("readings/under-way/<int:key>/", reading_runs.run, name="read_run"),
    path("readings/under-way/<int:key>/progress/", reading_runs.run_progress, name="read_run_progress"),
    path("readings/<int:key>/", reading.reading, name="reading"),
    path("readings/<int:key>/drop/", reading.drop_reading, name="drop_reading"),
    path("readings/<int:key>/drafts/<int:number>/", reading.change_found, name="change_found"),
    path("readings/<int:key>/drafts/<int:number>/<slug:verb>/", reading.decide_found, name="decide_found"),
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/new/", views.new_programme, name="new_programme"),
    path("programmes/<int:key>/", views.programme, name="programme"),
    path("reminders/", views.reminders, name="reminders"),
    path("letters/", views.letters, name="letters"),
    path("letters/<str:keeper>/<str:unit>/<int:time>/", views.letter, name="letter"),
    path("briefing/", views.points, name="points"),
    path("briefing/<int:key>/", views.point, name="point"),
    path("slip/", views.slip, name="slip"),
    path("slip/<str:code>/", views.visit, name="visit"),
    path("message/", views.message, name="message"),
    path("burden/", views.burden, name="burden"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:key>/", views.decide, name="decide"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/make/", views.make_calendar, name="make_calendar"),
    path("calendar/revoke/", views.revoke_calendar, name="revoke_calendar"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
    path("tasks/<int:key>/", views.task, name="task"),
    path("tasks/<int:key>/<slug:verb>/", views.do, name="do"),
]
