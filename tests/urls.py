"""The pages as the LMS mounts them."""

from django.urls import include, path

urlpatterns = [path("internship/", include(("internship_xblock.urls", "internship_xblock")))]
