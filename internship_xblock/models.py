"""Re-exports what the tools define: Django wants one place to look."""

from .tools.placements.models import Invitation, Party, Placement

__all__ = ["Invitation", "Party", "Placement"]
