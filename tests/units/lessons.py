"""Lessons to test with: a full one as an author writes it, and strategies that make any."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from hypothesis import strategies as st
from lxml import etree

from internship_xblock.core.actor import Actor
from internship_xblock.tools.units.models import StepAnswer, UnitRecord
from internship_xblock.tools.units.steps import KINDS, kind_of
from internship_xblock.tools.units.web.block import UnitBlock
from internship_xblock.ui.studio.revisions import revision_of
from tests.platform import COURSE
from tests.runtime import make_block

LESSON = """<internship_unit display_name="Who does what?" minutes="15" pass_mark="80">
  <outcome>Distinguish the roles</outcome>
  <read id="why" title="Why roles matter">They are **often** misread.</read>
  <sort id="roles" title="Sort the tasks">Who begins?<pile id="mentor">Mentor</pile><pile id="student">Student</pile>
    <card id="week" pile="mentor" feedback="Knows the days.">Plan the week</card>
    <card id="log" pile="student" feedback="It is theirs.">Write the log</card></sort>
  <choose id="first" title="The first day">What helps?<option id="desk" correct="true" feedback="Yes, a desk.">A desk</option>
    <option id="rules" feedback="Later.">Rules</option></choose>
  <choose id="many" title="Feedback" multiple="true">What belongs in it?<option id="seen" correct="true">What I saw</option>
    <option id="next" correct="true">What to try</option><option id="praise">Praise</option></choose>
  <checklist id="ready" title="Ready?">Tick.<item id="desk">A desk</item><item id="login">A login</item></checklist>
  <rewrite id="better" title="Say it better">Mend it.<original>Good job.</original><model>The secret model.</model></rewrite>
  <commit id="mine" title="Your step">What will you do?</commit>
</internship_unit>"""

# Two ways to an ending, one of them by a circle; the intro and a situation in Markdown.
STORY = """<scenario id="week" title="The first week">It is **your** week.
    <situation id="monday" title="Monday">A *student* comes.</situation>
    <choice id="hello" from="monday" to="lunch" feedback="She smiles.">Say hello</choice>
    <choice id="wait" from="monday" to="hall" feedback="She waits, too.">Wait</choice>
    <situation id="hall" title="The hall">Nobody speaks.</situation>
    <choice id="back" from="hall" to="monday" feedback="You begin again.">Go out and come in again</choice>
    <choice id="cough" from="hall" to="home" feedback="She leaves.">Cough</choice>
    <situation id="lunch" title="Lunch" ending="true">You eat together.</situation>
    <situation id="home" title="At home" ending="true">She has gone home.</situation>
  </scenario>"""
WORKSHEET = """<worksheet id="tasks" title="Three tasks" lines="2">Which tasks teach?
    <column id="task" help="One line">Task</column><column id="why" type="text">Why it teaches</column>
    <column id="when" type="date">By when</column>
    <column id="how" type="choice" options="Alone|With help">How</column></worksheet>"""
FULL = LESSON.replace("</internship_unit>", f"  {STORY}\n{WORKSHEET}</internship_unit>")  # a step of every kind
# The same, in which the worksheet and the rewrite are submitted for review, for two points beside those of the steps.
REVIEWED = (
    FULL.replace("<worksheet ", '<worksheet reviewed="true" ').replace("<rewrite ", '<rewrite reviewed="true" ')
    .replace("<outcome>", '<criterion id="clear" title="Clear">Anybody can tell what to do.</criterion><outcome>', 1)
    .replace('pass_mark="80"', 'pass_mark="80" review_points="2"')
)  # fmt: skip

# The same once more, in which one question is drawn of two.
DRAWN = REVIEWED.replace("<outcome>", '<pool id="quiz" draw="1"/><outcome>', 1).replace(
    '<choose id="first" ',
    '<choose id="other" title="The other" pool="quiz">What helps?<option id="a" correct="true">A desk</option>'
    '<option id="b">Rules</option></choose><choose id="first" pool="quiz" ',
)

MIRA = Actor(user_id=7, name="Mira", course_key=COURSE, anonymous_id="anonymous-7")
AUTHOR = Actor(user_id=8, name="Ida", course_key=COURSE, is_staff=True)

ANSWERS: dict[str, dict[str, Any]] = {
    "roles": {"card-week": "mentor", "card-log": "student"},
    "first": {"option": "desk"},
    "many": {"option": ["seen", "next"]},
    "ready": {"item": "desk"},
    "better": {"revision": 0, "text": "You asked first."},
    "mine": {"revision": 0, "text": "Call the university", "by": "2999-01-15"},
}


def revision_in_studio(block: Any, step_id: str) -> str:
    """Which state of a step its form in Studio began from, where it was opened just now."""
    step = block.unit.authored(step_id)
    return str(revision_of(kind_of(step).raw(step)))


def learners(*people: Actor) -> None:
    """Give those who answer here an account: their answers belong to it."""
    for actor in people or (MIRA, AUTHOR):
        get_user_model().objects.get_or_create(pk=actor.user_id, defaults={"username": f"{actor.name.lower()}-{actor.user_id}"})


def answers_of(block: Any, actor: Actor = MIRA) -> dict[str, Any]:
    """What our tables hold of a learner's answers in this unit, by the id of the step."""
    found = StepAnswer.objects.filter(learner_id=actor.user_id, usage_key=str(block.scope_ids.usage_id))
    return {row.step: row.answer for row in found if row.answer is not None}


def drafts_of(block: Any, actor: Actor = MIRA) -> dict[str, Any]:
    found = StepAnswer.objects.filter(learner_id=actor.user_id, usage_key=str(block.scope_ids.usage_id))
    return {row.step: row.draft for row in found if row.draft}


def has_finished(block: Any, actor: Actor = MIRA) -> bool:
    usage_key = str(block.scope_ids.usage_id)
    return UnitRecord.objects.filter(learner_id=actor.user_id, usage_key=usage_key, finished_at__isnull=False).exists()


def parse(olx: str | bytes, block: Any = None) -> Any:
    """A block as an import makes it."""
    block = block or make_block(UnitBlock, None)
    return UnitBlock.parse_xml(etree.fromstring(olx), block.runtime, block.scope_ids)


def lesson(actor: Actor | None = MIRA, olx: str = LESSON, **fields: Any) -> Any:
    """The block of a lesson as `actor` meets it."""
    parsed = parse(olx)
    authored = {name: getattr(parsed, name) for name in UnitBlock.authored_fields() if parsed.fields[name].is_set_on(parsed)}
    return make_block(UnitBlock, actor, **(authored | fields))


# -- strategies: what a field may hold, in the canonical form that an import makes ------------------------------------------

# Whatever an XML file can hold. A text of nothing but blanks beside child elements is layout and means nothing.
xml_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(lambda c: c in "\t\n\r" or ord(c) >= 32),
    max_size=30,
)
prompts = xml_text.filter(lambda text: text == "" or text.strip() != "")
flags = st.sampled_from(["", "true", "false"])


@st.composite
def raw_steps(draw: st.DrawFn) -> dict[str, Any]:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    raw: dict[str, Any] = {"kind": kind.name, "id": draw(xml_text), "title": draw(xml_text), "text": draw(prompts)}
    raw |= {part.name: draw(flags if part.type == "flag" else xml_text) for part in kind.parts}
    for group in kind.rows:
        names = {part.name: flags if part.type == "flag" else xml_text for part in group.parts}
        raw[group.name] = draw(st.lists(st.fixed_dictionaries({"id": xml_text, **names}), max_size=3))
    return raw
