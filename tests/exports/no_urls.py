"""A site on which our pages are not mounted, as Studio or a workbench."""

urlpatterns: list[object] = []
