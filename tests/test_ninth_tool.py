"""A new tool touches its own folder, the registry's list, an entry point and a migration. All else walks the registry."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

TOY = {
    "__init__.py": '"""Toys, for a test."""\n',
    "tool.py": """
from ...core.permissions import Role
from ...core.tools import Tool

TOOL = Tool(
    name="toys",
    verbs={"toy.wind_up": frozenset({Role.MENTOR})},
    blocks={"internship_toy": "web.block:ToyBlock"},
    pages="web.urls",
    forget="api:forget",
    submissions={"toy": "web.subject:TOY"},
)
""",
    "models.py": '''
from django.conf import settings
from django.db import models


class Toy(models.Model):
    """A toy.

    .. pii: Whose it is.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
''',
    "api.py": """
from ...core import permissions
from ...core.actor import Actor
from ...core.tools import Leaving
from .models import Toy

__all__ = ["wind_up"]


def wind_up(actor: Actor) -> None:
    permissions.require(actor, "toy.wind_up", {permissions.Role.MENTOR})
    Toy.objects.create(owner_id=actor.account)


def forget(person: Leaving) -> None:
    Toy.objects.filter(owner_id=person.user_id).delete()
""",
    "web/__init__.py": "",
    "web/activity.py": """
from dataclasses import dataclass

from ....ui.action import action
from ...placements.web.placed import PlacedActivity
from .. import api


@dataclass(frozen=True)
class ToySettings:
    display_name: str
    placement_kind: str = "placement"
    owner_role: str = "mentor"


class ToyActivity(PlacedActivity):
    def show(self, actor):
        return "<p>Wind me up</p>"

    @action()
    def wind_up(self, actor, data):
        api.wind_up(actor)
        return ""
""",
    "web/block.py": """
from ....ui.block import InternshipBlock
from ...placements.web.placed import PlacedBlock
from .activity import ToyActivity, ToySettings


class ToyBlock(PlacedBlock, InternshipBlock):
    activity_class = ToyActivity
    display_name = "Toy"

    def author_settings(self):
        return ToySettings(self.display_name)
""",
    "web/urls.py": """
from ....ui.pages.activity import ActivityPages
from .block import ToyBlock

urlpatterns = ActivityPages("toy", ToyBlock).urlpatterns()
""",
    "web/subject.py": """
from ....records.document import Fact
from ...reviews.api import Subject, SubmissionKind

TOY = SubmissionKind(lambda actor, submission: Subject(facts=[Fact("Toy", "A bear")]))
""",
}

LOOKS = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from internship_xblock import registry, retirement
from internship_xblock.records.document import Fact
from internship_xblock.core import permissions, tools
from internship_xblock.core.actor import Actor
from internship_xblock.settings.tracking import BLOCKS, PATTERNS
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.toys.models import Toy
from tests.openedx.test_tracking import is_ignored
from tests.runtime import call, make_block

call_command("makemigrations", "internship_xblock", name="toys", verbosity=0)
call_command("migrate", verbosity=0)
call_command("check", verbosity=0)
assert permissions.TABLE["toy.wind_up"] == {permissions.Role.MENTOR}
assert "internship_toy" in BLOCKS
assert is_ignored("/courses/course-v1:A+B+C/xblock/block-v1:A+B+C+type@internship_toy+block@x/handler/wind_up")
from tests.platform import TestPlatform
where = {"course_key": "course-v1:Test+Mentor+2026", "usage_key": "the-toy", "placement_id": 1}
assert tools.submission_kind("toy").read(None, None).facts == [Fact("Toy", "A bear")]
from django.utils.module_loading import import_string
toy_block = import_string(registry.BLOCKS["internship_toy"].replace(":", "."))
user = get_user_model().objects.create(username="mira")
actor = Actor(user.pk, "Mira", "course-v1:Test+Mentor+2026")
block = make_block(toy_block, actor)
shown = block.student_view()
assert "Wind me up" in shown.content
assert [one.data for one in shown.resources if one.data.endswith("built/internship.js")]
assert call(block, "wind_up").status_int == 200
assert Toy.objects.count() == 1
from django.test import Client
from tests import hostile
assert {(toy_block, "wind_up")} <= set(hostile.ACTIONS) & set(hostile.ON_PAGES)  # what tries hostile input walks these
TestPlatform.blocks = {"the-toy": make_block(toy_block, None, usage="the-toy")}
where["placement_id"] = placements.start(actor, course_key=actor.course_key, role="mentor").id
client = Client()
client.force_login(user)
assert "Wind me up" in client.get(reverse("internship_xblock:toy_page", kwargs=where)).content.decode()
address = reverse("internship_xblock:toy_action", kwargs={**where, "action": "wind_up"})
assert client.post(address, b"", content_type="application/x-www-form-urlencoded").status_code == 200
assert Toy.objects.count() == 2
retirement.forget(user.pk)
assert Toy.objects.count() == 0
print("seen")
"""


@pytest.mark.slow
def test_a_ninth_tool_is_seen_by_all_that_walks_the_tools(tmp_path: Path) -> None:
    for folder in ("internship_xblock", "tests", "static", "translations", "mentor_course"):
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True, ignore=shutil.ignore_patterns("__pycache__", "*.mp4"))
    package = tmp_path / "internship_xblock"
    for name, text in TOY.items():
        path = package / "tools/toys" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    index = package / "registry.py"
    listed = index.read_text(encoding="utf-8")
    assert listed.count("TOOLS = (\n    PLACEMENTS, ") == 1
    listed = listed.replace("TOOLS = (\n    PLACEMENTS, ", "TOOLS = (\n    PLACEMENTS, TOYS, ")
    index.write_text(
        listed.replace("from .tools.units", "from .tools.toys.tool import TOOL as TOYS\nfrom .tools.units"), encoding="utf-8"
    )
    looks = tmp_path / "looks.py"
    looks.write_text(LOOKS, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, str(looks)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip().endswith("seen"), done.stderr[-3000:]
