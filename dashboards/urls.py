from django.urls import path

from dashboards import stub as views

urlpatterns = [
    path("", views.page, name="home"),
    path("programmes/cohorts/<uuid:pk>/", views.page, name="cohort"),
]
