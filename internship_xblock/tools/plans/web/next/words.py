"""What is said of a plan: who does what next, and how it stands (state.py). One list of sentences, for its screen and Today."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.language import formats
from .....core.permissions import Role
from .....core.today import Part, Todo, day_as_moment
from ....reviews.api import RETURNED
from .counted import COUNTED
from .facts import About, Facts, Said, Who
from .last import BROKEN, GONE, LAPSED, WAITING
from .state import state_of

NEXT = "next-title"  # the place of "What next": where nothing more can be pressed


def said_of(facts: Facts) -> Part:
    """Return what is said of a plan, but for its conversations: who does what next, and how it stands."""
    todos = (
        _of_version(facts), _of_draft(facts), _to_certify(facts), _to_name(facts), _to_invite(facts), _to_sign(facts),
        _to_wait_for_signatures(facts),
    )  # fmt: skip
    return Part(todos=[todo for todo in todos if todo is not None], states=[state_of(facts)], counted=COUNTED)


def to_begin(about: About, *, is_mine: bool) -> Todo:
    """Return what is said where nobody has begun a plan."""
    said = _("Nobody has started %(plan)s yet.") % {"plan": about.plan}
    return _todo(about, "plan.begin", said, _("Start the plan") if is_mine else "", is_mine=is_mine)


def said_in_talk(about: About, asked: Said, asking: Said, is_undiscussed: bool) -> list[Todo]:
    """Return what is said of the conversations: of others' that the reader answers next, the other way round, and of none."""
    if is_undiscussed:
        said = _("Nobody has commented on %(plan)s yet: ask the others to read it.") % {"plan": about.plan}
        return [_todo(about, "plan.discuss", said, is_mine=False)]
    return [todo for todo in (_to_answer(about, asked), _to_wait_for_answer(about, asking)) if todo is not None]


# -- the version -------------------------------------------------------------------------------------------


def _of_version(facts: Facts) -> Todo | None:
    last = facts.last
    if last.became == GONE:
        said = _(
            "Version %(number)s of %(plan)s was submitted and is no longer there. Tell your course team; a new version "
            "replaces it."
        )
        return _todo(facts, "plan.broken", said % _version(facts), _("Open the plan"), NEXT)
    if last.became == BROKEN:
        said = _(
            "Version %(number)s of %(plan)s was changed after it was submitted, or its record is missing. Do not rely on it, "
            "and tell your course team; a new version replaces it."
        )
        return _todo(facts, "plan.broken", said % _version(facts), _("Open the plan"), NEXT, since=last.frozen_at)
    return _of_current_version(facts) if last.number and last.is_current else None


def _of_current_version(facts: Facts) -> Todo | None:
    last = facts.last
    if last.became == RETURNED:
        said = _("Version %(number)s of %(plan)s needs changes. Once they are made, it is submitted again.")
        if facts.may_submit:
            said = _("Version %(number)s of %(plan)s needs changes. Make them, then submit it again.")
        return _todo(
            facts, "plan.change", said % _version(facts), _("Read what the reviewer wrote"), "returned",
            since=facts.returned_at or last.frozen_at, is_mine=facts.may_edit, who=Who(facts.returned_by),
        )  # fmt: skip
    if last.became == LAPSED:
        said = _(
            "The course team has reset this activity: version %(number)s of %(plan)s no longer counts as reviewed. It can be "
            "submitted again as it is."
        )
        return _todo(
            facts, "plan.submit", said % _version(facts), _("Submit again"), "submit", since=last.frozen_at,
            is_mine=facts.may_submit,
        )  # fmt: skip
    if last.became == WAITING:
        said = _(
            "Version %(number)s of %(plan)s was submitted on %(when)s. A reviewer reads it next, and the answer will appear "
            "here."
        )
        return _todo(facts, "plan.review", said % _version(facts), since=last.frozen_at, is_mine=False)
    return None


def _version(facts: Facts) -> dict[str, object]:
    return {"number": facts.last.number, "when": facts.last.day, "plan": facts.plan}


def _to_sign(facts: Facts) -> Todo | None:
    if not (facts.last.can_be_signed and facts.is_mine_to_sign):
        return None
    said = _("Version %(number)s of %(plan)s is waiting for your signature.") % _version(facts)
    label = _("Read and sign version %(number)s") % {"number": facts.last.number}
    if not facts.must_sign:
        said = _("You can sign version %(number)s of %(plan)s too.") % _version(facts)
        return _todo(facts, "plan.sign", said, label, "sign")
    by = facts.last.frozen_by
    who = Who(by, facts.place.role_of(facts.last.written_by, by))
    return _todo(facts, "plan.sign", said, label, "sign", since=facts.last.frozen_at, who=who)


def _to_wait_for_signatures(facts: Facts) -> Todo | None:
    if not (facts.last.is_settled and facts.awaited):
        return None
    said = _("Still to sign version %(number)s of %(plan)s: %(names)s.")
    said %= {**_version(facts), "names": ", ".join(line.name for line in facts.awaited)}
    first = Who(facts.awaited[0].name, facts.awaited[0].role)
    return _todo(facts, "plan.signatures", said, since=facts.last.frozen_at, is_mine=False, who=first)


def _to_certify(facts: Facts) -> Todo | None:
    if facts.closing_due is None or facts.closing is None or facts.closing.number:
        return None
    said = _("The placement is over. The certificate is due by %(day)s.")
    if facts.is_own:
        said = _("Your placement is over. The certificate is due by %(day)s.")
    elif facts.student:
        said = _("The placement of %(name)s is over. The certificate is due by %(day)s.")
    said %= {"name": facts.student, "day": formats.day_and_year(facts.closing_due)}
    since = day_as_moment(facts.last_day) if facts.last_day else None
    if facts.closing.may_write:
        return _todo(facts, "plan.certify", said, _("Write it and issue it"), since=since, address=facts.closing.address)
    by = _("The mentor or the leader issues it, and you will find it under “Certificate”.")
    return _todo(facts, "plan.certify", f"{said} {by}", since=since, is_mine=False)


# -- people ------------------------------------------------------------------------------------------------


def _to_name(facts: Facts) -> Todo | None:
    if not facts.unnamed:
        return None
    roles = ", ".join(map(formats.in_sentence, facts.unnamed))
    said = _("Still to be added to %(plan)s: %(roles)s.") % {"plan": facts.plan, "roles": roles}
    return _todo(facts, "plan.name", said, _("Add them") if facts.may_name else "", "parties-add", is_mine=facts.may_name)


def _to_invite(facts: Facts) -> Todo | None:
    if not facts.unjoined:
        return None
    said = _("Not joined yet: %(names)s.") % {"names": ", ".join(seat.name for seat in facts.unjoined)}
    first = Who(facts.unjoined[0].name, facts.unjoined[0].role)
    return _todo(facts, "plan.invite", said, _("Send the links"), "parties-invite", who=first)


def _to_answer(about: About, asked: Said) -> Todo | None:
    if not asked.count:
        return None
    return _todo(
        about, "plan.answer", _asked_words(about, asked), _("Read and answer"), asked.target, since=asked.at, who=asked.who
    )


def _asked_words(about: About, asked: Said) -> str:
    who = {"who": asked.who.name or _("Somebody who has left"), "plan": about.plan, "day": formats.day(asked.at)}
    if asked.count == 1:
        return _("%(who)s commented on “%(part)s” in %(plan)s on %(day)s.") % {**who, "part": asked.section}
    words = ngettext(
        "%(count)d comment on %(plan)s is waiting for an answer, the first from %(who)s on %(day)s.",
        "%(count)d comments on %(plan)s are waiting for an answer, the first from %(who)s on %(day)s.",
        asked.count,
    )
    return words % {**who, "count": asked.count}


def _to_wait_for_answer(about: About, asking: Said) -> Todo | None:
    if not asking.count:
        return None
    words = ngettext(
        "Your comment on %(plan)s from %(day)s has no answer yet.",
        "%(count)d comments of yours on %(plan)s have no answer yet, the first from %(day)s.",
        asking.count,
    )
    said = words % {"count": asking.count, "plan": about.plan, "day": formats.day(asking.at)}
    return _todo(about, "plan.answered", said, since=asking.at, is_mine=False)


# -- the draft ---------------------------------------------------------------------------------------------


def _of_draft(facts: Facts) -> Todo | None:
    last = facts.last
    if last.is_settled or (last.is_current and last.is_sound and not facts.left):
        return None
    since = day_as_moment(facts.first_day) if facts.is_late and facts.first_day else None
    if facts.is_unwritten:
        return _to_write(facts, since)
    plan = {"plan": facts.plan}
    if facts.left:
        words = ngettext(
            "One thing left to complete before %(plan)s can be submitted.",
            "%(n)s things left to complete before %(plan)s can be submitted.",
            facts.left,
        )
        said = _late(facts, words % {**plan, "n": facts.left})
        return _todo(
            facts, "plan.complete", said, _("Continue") if facts.may_edit else "", facts.to_complete or NEXT, since=since,
            is_mine=facts.may_edit,
        )  # fmt: skip
    said = _late(facts, (_complete(facts) if facts.is_named else _without_all(facts)) % plan)
    label = (_("Submit again") if last.number else _("Submit the plan")) if facts.may_submit else ""
    return _todo(facts, "plan.submit", said, label, "submit", since=since, is_mine=facts.may_submit)


def _to_write(facts: Facts, since: datetime | None) -> Todo:
    """Of a plan in which nobody has written."""
    plan = {"plan": facts.plan}
    if facts.may_edit:
        said = _("Write what you know in %(plan)s. When everything is complete, it can be submitted.") % plan
        return _todo(facts, "plan.complete", _late(facts, said), _("Write"), facts.to_complete or NEXT, since=since)
    said = _("Nobody has written in %(plan)s yet.") % plan
    return _todo(facts, "plan.complete", _late(facts, said), since=since, is_mine=False)


def _complete(facts: Facts) -> str:
    if facts.may_submit:
        return _(
            "Everything is answered in %(plan)s. Read it through with the others, then submit it. A reviewer reads it next."
        )
    if facts.is_staff:
        return _("Everything is answered in %(plan)s. The mentor submits it.")
    return _("Everything is answered in %(plan)s. The mentor or the university submits it.")


def _without_all(facts: Facts) -> str:
    """No rule keeps a plan from being submitted that lacks one of those who sign; it is not agreed before they have."""
    if facts.may_submit:
        said = _("All questions are answered in %(plan)s, and it can be submitted. A reviewer reads it next.")
    elif facts.is_staff:
        said = _("All questions are answered in %(plan)s, and the mentor can submit it.")
    else:
        said = _("All questions are answered in %(plan)s, and the mentor or the university can submit it.")
    agreed = _("It is agreed when somebody in each role has signed it.")
    return f"{said} {agreed}"


def _late(facts: Facts, said: str) -> str:
    """Add that the stay has begun, or is over, and the plan is a draft."""
    if not facts.is_late:
        return said
    if facts.is_over:
        late = _("It is still a draft, although its last day, %(day)s, has passed.") % {"day": formats.day(facts.last_day)}
    else:
        late = _("It is still a draft, although its first day was %(day)s.") % {"day": formats.day(facts.first_day)}
    return f"{said} {late}"


def _todo(
    facts: About,
    kind: str,
    sentence: str,
    action: str = "",
    target: str = "",
    *,
    who: Who | None = None,
    address: str = "",
    since: datetime | None = None,
    is_mine: bool = True,
) -> Todo:
    """Say something about a plan: about `who` they are, or about its student. `target` is its place on the plan's page."""
    person = who if who is not None and who.name else Who(facts.student, Role.STUDENT)
    return Todo(
        kind=kind, sentence=sentence, action=action, address=address or facts.at(target or NEXT), since=since,
        is_mine=is_mine, who=person.name, role=person.role,
    )  # fmt: skip
