"""The player's addresses."""

from django.contrib.staticfiles.views import serve
from django.db.transaction import non_atomic_requests
from django.urls import include, path, re_path
from django.views.i18n import set_language

from .pages import frame, outbox, start, turning, views

handler400 = "internship_xblock.demo.pages.frame.bad_request"
handler404 = "internship_xblock.demo.pages.frame.not_found"
handler500 = "internship_xblock.demo.pages.frame.server_error"

urlpatterns = [
    path("", start.start, name="demo_start"),
    path("enter/", start.enter, name="demo_enter"),
    path("today/", start.to_today, name="demo_today"),
    path("outline/", views.course_outline, name="demo_outline"),
    path("progress/", views.progress, name="demo_progress"),
    path("unit/<str:usage_key>/", views.unit, name="demo_unit"),
    path("jump_to_id/<str:name>", views.jump, name="demo_jump"),
    path("xblock/<str:usage_key>/", views.frame, name="demo_frame"),
    path("handler/<str:usage_key>/", frame.not_found, name="demo_handlers"),  # where a block's handlers begin
    path("handler/<str:usage_key>/<str:name>", views.handler, name="demo_handler"),
    path("handler/<str:usage_key>/<str:name>/<path:suffix>", views.handler),
    path("outbox/", outbox.outbox, name="demo_outbox"),
    path("outbox/<int:number>.html", outbox.mail_html, name="demo_mail_html"),
    path("studio/", views.studio_outline, name="demo_studio_outline"),
    path("studio/handler/<str:usage_key>/", frame.not_found, name="demo_studio_handlers"),
    path("studio/handler/<str:usage_key>/<str:name>", views.studio_handler, name="demo_studio_handler"),
    path("studio/handler/<str:usage_key>/<str:name>/<path:suffix>", views.studio_handler),
    path("studio/<str:usage_key>/", views.studio, name="demo_studio"),
    path("view-as/", turning.view_as, name="demo_view_as"),
    path("favicon.ico", frame.no_icon),
    path("switch/", turning.switch, name="demo_switch"),
    path("language/", set_language, name="set_language"),
    path("course-static/<path:path>", views.asset, name="demo_asset"),
    path("resource/<str:block_type>/<path:path>", views.resource, name="demo_resource"),
    path("internship/", include(("internship_xblock.urls", "internship_xblock"))),
    # Files are no business of the database, and of nobody's web server here.
    re_path(r"^static/(?P<path>.*)$", non_atomic_requests(serve), {"insecure": True}),
]
