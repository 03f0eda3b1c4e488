"""All that the rules have to say about a plan: a document in, findings out. Pure: no database, no request.

The eight errors, 1 to 8, keep a plan from being submitted, the four warnings, 9 to 12, are advice; where they come from stands
in docs/sources.md, Plans. 13 is what an Erasmus+ agreement is not valid without,
14 what was filled in and nobody has made theirs. The thresholds are the course's, in `PlanRules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from ....records import provenance
from ..schema import erasmus
from . import learning, stay
from .values import ERROR, Document, Finding, PlanRules, error, warning

Standing = Mapping[str, Mapping[str, str]]  # by section the rows, or single answers, that still say what was filled in


def findings(document: Document, rules: PlanRules, standing: Standing = MappingProxyType({})) -> list[Finding]:
    """Everything the rules have to say, errors first, in the order of the sections."""
    order = list(rules.layout.by_name)
    found = [finding for check, needs in _CHECKS if needs <= set(order) for finding in check(document, rules)]
    found += [finding for name, keys in standing.items() if name in order for finding in _borrowed(rules, name, keys)]
    return sorted(found, key=lambda finding: (finding.severity != ERROR, order.index(finding.section), finding.rule))


def errors(document: Document, rules: PlanRules, standing: Standing = MappingProxyType({})) -> list[Finding]:
    """Return what keeps a plan from being submitted."""
    return [finding for finding in findings(document, rules, standing) if finding.severity == ERROR]


def _borrowed(rules: PlanRules, name: str, keys: Mapping[str, str]) -> Iterator[Finding]:
    """What nobody has made theirs: the example is invented, so it is to be settled; the others are to be read."""
    section = rules.layout.by_name[name]
    for is_invented, key, words in provenance.in_words(section, keys):
        at = (section.title_field, key) if section.has_rows else (key,)
        yield (error if is_invented else warning)(14, words, name, *at)


# Each with the sections it needs: where an author has switched one off, there is nothing to ask.
_CHECKS: tuple[tuple[Callable[[Document, PlanRules], Iterator[Finding]], frozenset[str]], ...] = (
    (learning.check_outcomes, frozenset({"outcomes"})),
    (learning.check_chains, frozenset({"outcomes", "tasks"})),
    (learning.check_purposes, frozenset({"tasks"})),
    (stay.check_mentors, frozenset({"parties"})),
    (stay.check_periods, frozenset({"periods"})),
    (stay.check_overlaps, frozenset({"periods"})),
    (stay.check_outside, frozenset({"periods", "tasks"})),
    (stay.check_checkpoints, frozenset({"checkpoints"})),
    (stay.check_practical, frozenset({"practical"})),
    (stay.check_contacts, frozenset({"contacts"})),
    (learning.check_routine_share, frozenset({"tasks"})),
    (learning.check_verbs, frozenset({"outcomes"})),
    (learning.check_growth, frozenset({"tasks"})),
    (stay.check_mentor_time, frozenset({"contacts"})),
    (stay.check_erasmus, frozenset(section.name for section in erasmus.SECTIONS)),
)
