"""The pages beside Django's admin, as an operator has both."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("internship/", include(("internship_xblock.urls", "internship_xblock"))),
]
