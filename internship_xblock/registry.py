"""The index of the product: every tool once, each after those it stands on. All that must know "all tools" walks it."""

from __future__ import annotations

from .core import permissions
from .core.tools import register
from .tools.conversations.tool import TOOL as CONVERSATIONS
from .tools.coordination.tool import TOOL as COORDINATION
from .tools.feeds.tool import TOOL as FEEDS
from .tools.hosts.tool import TOOL as HOSTS
from .tools.logs.tool import TOOL as LOGS
from .tools.notices.tool import TOOL as NOTICES
from .tools.placements.tool import TOOL as PLACEMENTS
from .tools.plans.tool import TOOL as PLANS
from .tools.reviews.tool import TOOL as REVIEWS
from .tools.statements.tool import TOOL as STATEMENTS
from .tools.today.tool import TOOL as TODAY
from .tools.training.tool import TOOL as TRAINING
from .tools.units.tool import TOOL as UNITS

TOOLS = (
    PLACEMENTS, TRAINING, REVIEWS, PLANS, LOGS, STATEMENTS, CONVERSATIONS, UNITS, NOTICES, COORDINATION, FEEDS, HOSTS, TODAY,
)  # fmt: skip
BLOCKS = {
    tag: f"{tool.package}.{path}" for tool in TOOLS for tag, path in tool.blocks.items()
}  # the class of each XBlock by its tag

register(TOOLS)
for _tool in TOOLS:
    permissions.declare(_tool.verbs, _tool.read_only, _tool.private, _tool.by_link)
