"""The platform as the rest of the product sees it.

`settings.INTERNSHIP_PLATFORM` names the class: Open edX's (`lms.py`) unless the demo or a test says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from ..core.actor import Actor
from ..core.errors import NotFound
from .letters import Contact, Letter

COURSE_IS_GONE = _("This course is no longer on this site. Its pages and documents can no longer be opened.")
DEFAULT = "internship_xblock.openedx.lms.LmsPlatform"


@dataclass(frozen=True)
class CourseUnit:
    """A training unit in a course: its id, as OLX calls it, its name, and that of the section in which it stands."""

    id: str
    title: str
    section: str


class Platform(Protocol):
    """What we ask of the site we are installed in."""

    def is_course_staff(self, user: Any, course_key: str) -> bool:
        """Whether a signed-in Django user may review in a course."""

    def is_enrolled(self, user: Any, course_key: str) -> bool:
        """Whether a signed-in Django user takes part in a course."""

    def anonymous_id(self, user: Any, course_key: str) -> str:
        """The person's id in the course's grade book, "" where there is none."""

    def account_of(self, anonymous_id: str) -> int | None:
        """The account behind an id of a course's grade book, None where there is none."""

    def real_user_id(self) -> int | None:
        """The account truly behind the current request, None where that cannot be known."""

    def looks_as_learner(self, course_key: str) -> bool:
        """Whether the current request is of staff who look at a course as a learner: a certain one, or any."""

    def set_grade(
        self, *, course_key: str, usage_key: str, anonymous_id: str, earned: float, possible: float, is_deleted: bool = False
    ) -> bool:
        """Give somebody `earned` of `possible`, out of the block's weight; False where there is no grade book for it.

        `is_deleted`: the score is on its way out, with the learner's state.
        """

    def set_completion(self, *, course_key: str, usage_key: str, user_id: int, share: float) -> None:
        """Note how much of a block somebody has done: `share` from 0 to 1."""

    def track(self, name: str, data: Mapping[str, Any]) -> None:
        """Write an event of the current request into the site's tracking log."""

    def block_url(self, course_key: str, usage_key: str) -> str:
        """Where a person sees a block in its course."""

    def load_block(self, course_key: str, usage_key: str) -> Any | None:
        """The block of a course as it is published, bound to nobody, for its author's settings. None where it is not there."""

    def find_blocks(self, course_key: str, block_type: str) -> Sequence[str]:
        """The keys of a course's published blocks of a type, in no certain order. Empty where the site cannot tell."""

    def staffed_courses(self, user: Any) -> Sequence[str]:
        """The courses of which a signed-in user was made staff by name; whoever is staff of all of them has none by name."""

    def course_exists(self, course_key: str) -> bool:
        """Whether the course is (still) there: whoever could enter it may have rows of ours in one that was deleted."""

    def course_url(self, course_key: str) -> str:
        """Where a person enters the course."""

    def course_name(self, course_key: str) -> str:
        """What people call the course; its key where the name is not known."""

    def course_organisation(self, course_key: str) -> str:
        """What people call the organisation that runs the course; "" where that is not known."""

    def course_setting(self, course_key: str, name: str) -> Any:
        """What the course's author has set among its "other course settings", None for nothing."""

    def course_units(self, course_key: str) -> Sequence[CourseUnit] | None:
        """The training units of a course, in its order, as authors see them. None where the site cannot tell."""

    def certificate_url(self, user: Any, course_key: str) -> str:
        """Where somebody opens the certificate that the site issued them for a course, "" where there is none."""

    def course_pictures(self, course_key: str) -> Sequence[str] | None:
        """The pictures among the files of a course, as `/static/` and a name. None where the site cannot tell."""

    def contacts(self, user_ids: Collection[int]) -> Mapping[int, Contact]:
        """Where and how these accounts are reached; those that are not there are left out. At most three queries."""

    def send_mail(self, letter: Letter) -> None:
        """Send a mail and return once a server has taken it. Raises NotSent (openedx/letters.py)."""


def get_platform() -> Platform:
    platform: Platform = import_string(getattr(settings, "INTERNSHIP_PLATFORM", DEFAULT))()
    return platform


def site_address() -> str:
    """Return the site's own address, "" where none is set: from the settings, for a request's Host is what its sender says."""
    return str(getattr(settings, "LMS_ROOT_URL", "") or "").rstrip("/")


def full_name(user: Any) -> str:
    """What people call an account: the LMS keeps the name in a profile, plain Django in the account itself."""
    profile = getattr(user, "profile", None)
    return getattr(profile, "name", "") or user.get_full_name() or str(user.get_username())


def is_masquerading(user_id: int, course_key: str) -> bool:
    """Whether staff look at a course as somebody else: as the account `user_id`, or as any learner by their own.

    Who looks as the role of a learner stays the account they are: what they wrote would be theirs, and a learner's.
    """
    platform = get_platform()
    return platform.real_user_id() not in (None, user_id) or platform.looks_as_learner(course_key)


def require_course(course_key: str) -> None:
    """Raise NotFound where a course was deleted; "" is no course, and none that could be."""
    if course_key and not get_platform().course_exists(course_key):
        raise NotFound(COURSE_IS_GONE)


def actor_of_request(request: Any, course_key: str) -> Actor:
    """The person behind a page's request, in the context of a course. NotFound where the course was deleted."""
    user, platform = request.user, get_platform()
    require_course(course_key)
    if not user.is_authenticated:
        return Actor.stranger(course_key)
    return Actor(
        user_id=user.pk,
        name=full_name(user),
        course_key=course_key,
        is_staff=platform.is_course_staff(user, course_key),
        anonymous_id=platform.anonymous_id(user, course_key),
        masquerading=is_masquerading(user.pk, course_key),
    )
