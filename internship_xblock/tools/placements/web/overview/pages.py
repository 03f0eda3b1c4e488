"""The page of a placement, which needs no block: `placement/<course>/<placement>/`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .....ui.pages.activity import PlacementPages
from ..where import NAME
from .activity import PlacementActivity
from .settings import PlacementSettings

PAGES = PlacementPages(NAME, activity=PlacementActivity, settings=PlacementSettings(_("Placement"), placement_kind=""))
