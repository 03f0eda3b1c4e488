"""Where Django looks for tables: each tool's are in its own folder."""

from .registry import TOOLS

for _tool in TOOLS:
    for _module in _tool.models:
        _tool.load(_module)
