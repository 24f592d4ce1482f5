"""Addresses below `/<language>/rate/`."""

from django.urls import path

from satisfaction import views

app_name = "rating"
urlpatterns = [
    path("", views.home, name="home"),
    path("results/", views.results, name="results"),
    path("results/file.csv", views.results_csv, name="results_csv"),
    path("results/comments.csv", views.comments_csv, name="comments_csv"),
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/<int:review>/", views.review, name="review"),
    path("settings/", views.settings_home, name="settings_home"),
    path("settings/<slug:council>/", views.settings, name="settings"),
    path("settings/<slug:council>/questions/<int:slot>/", views.question, name="question"),
    path("settings/<slug:council>/offices/", views.offices, name="offices"),
    path("settings/<slug:council>/offices/<int:office>/", views.office_change, name="office_change"),
    path("settings/<slug:council>/offices/<int:office>/poster/", views.poster, name="poster"),
    path("phone/<slug:reference>/", views.phone, name="phone"),
    path("office/<slug:code>/", views.office, name="office"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("<str:reference>/", views.rate_page, name="rate"),
]
