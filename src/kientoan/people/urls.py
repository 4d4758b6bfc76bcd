"""Routes of cadres and posts."""

from django.urls import path

from kientoan.people import views

app_name = "people"
urlpatterns = [
    path("", views.persons, name="list"),
    path("<int:key>/", views.person, name="person"),
    path("<int:key>/sensitive/", views.sensitive, name="sensitive"),
    path("<int:key>/correct/", views.correct, name="correct"),
    path("<int:key>/forget/", views.forget, name="forget"),
    path("units/<str:code>/add/", views.add, name="add"),
    path("bodies/<int:key>/open-post/", views.open_post, name="open_post"),
    path("posts/<int:key>/", views.post, name="post"),
    path("posts/<int:key>/seat/", views.seat, name="seat"),
    path("posts/<int:key>/hand-over/", views.hand_over, name="hand_over"),
    path("holdings/<int:key>/end/", views.end, name="end"),
]
