"""A course as small as a sound one can be, as a dictionary of files, to be broken in one place at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

UNIT = """<vertical display_name="Who does what? (8 min)">
  <internship_unit url_name="unit" display_name="Who does what?" minutes="8" pass_mark="50">
    <outcome>Tell the roles apart</outcome>
    <read id="why" title="Why">### A case

Somebody must begin. See [the web](https://example.org/) and [the lesson](/jump_to_id/lesson).

![Three people at a table](/static/picture.png)

**Sources:** a study of roles.</read>
    <sort id="roles" title="Sort">Put each card on a pile.
      <pile id="mentor">Mentor</pile>
      <pile id="student">Student</pile>
      <card id="c1" pile="mentor" feedback="Knows the work.">Choose the first task</card>
      <card id="c2" pile="student" feedback="Owns the words.">Write the log</card>
    </sort>
    <choose id="grade" title="The grade" multiple="false">Who decides?
      <option id="a" correct="false" feedback="Sees the work only.">The mentor</option>
      <option id="b" correct="true" feedback="Yes.">The university</option>
    </choose>
    <choose id="opinion" title="Your view" multiple="false">How sure are you?
      <option id="a">Very</option>
      <option id="b">A little</option>
    </choose>
    <checklist id="week" title="The week">Tick what is done.
      <item id="i1">A desk</item>
    </checklist>
    <rewrite id="better" title="Better">Rewrite this.
      <original>Nice work.</original>
      <model>You called the buyer before noon.</model>
    </rewrite>
    <commit id="mine" title="Mine">What will you do?</commit>
    <scenario id="start" title="The first day">One day in short.
      <situation id="monday" title="Monday">It is *early*.</situation>
      <choice id="hello" from="monday" to="lunch" feedback="She smiles.">Say hello</choice>
      <choice id="wait" from="monday" to="hall" feedback="So does she.">Wait</choice>
      <situation id="hall" title="The hall">It is quiet.</situation>
      <choice id="back" from="hall" to="monday" feedback="And again.">Go back</choice>
      <choice id="sit" from="hall" to="lunch" feedback="It takes an hour.">Sit down</choice>
      <situation id="lunch" title="Lunch" ending="true">You eat together.</situation>
    </scenario>
  </internship_unit>
</vertical>
"""
SECOND = """<vertical display_name="The plan (20 min)">
  <internship_unit url_name="before" display_name="Before" minutes="3">
    <outcome>Submit a plan</outcome>
    <read id="before" title="Before">Read the plan aloud.

**Sources:** this course's own proposal.</read>
  </internship_unit>
  <html url_name="words"/>
  <internship_plan url_name="plan" display_name="Your plan" weight="1"/>
</vertical>
"""
POLICY: dict[str, Any] = {
    "course/2026": {
        "advanced_modules": ["internship_unit", "internship_plan"],
        "course_image": "picture.png",
        "end": "2036-01-01T00:00:00Z",
        "license": "creative-commons: ver=4.0 BY",
        "start": "2026-01-01T00:00:00Z",
        "tabs": [{"type": "courseware", "name": "Course"}],
    }
}
GRADING: dict[str, Any] = {
    "GRADER": [{"type": "Plan", "short_label": "Plan", "min_count": 1, "drop_count": 0, "weight": 1}],
    "GRADE_CUTOFFS": {"Pass": 0.5},
}
FILES: dict[str, str] = {
    "course.xml": '<course org="Test" course="Tiny" url_name="2026"/>\n',
    "course/2026.xml": '<course display_name="Tiny">\n  <chapter url_name="module"/>\n</course>\n',
    "chapter/module.xml": (
        '<chapter display_name="Start (28 min)">\n  <sequential url_name="lesson"/>\n'
        '  <sequential url_name="submit"/>\n</chapter>\n'
    ),
    "sequential/lesson.xml": (
        '<sequential display_name="Who does what? (8 min)">\n  <vertical url_name="page"/>\n</sequential>\n'
    ),
    "sequential/submit.xml": (
        '<sequential display_name="The plan (20 min)" graded="true" format="Plan">\n  <vertical url_name="second"/>\n'
        "</sequential>\n"
    ),
    "vertical/page.xml": UNIT,
    "vertical/second.xml": SECOND,
    "html/words.xml": '<html filename="words" display_name="Words"/>\n',
    "html/words.html": '<h3>Where to</h3>\n<p>Go back to <a href="/jump_to_id/lesson">the lesson</a>.</p>\n',
    "about/overview.html": "<h2>About</h2>\n<p>A tiny course.</p>\n",
    "policies/2026/policy.json": json.dumps(POLICY, indent=1),
    "policies/2026/grading_policy.json": json.dumps(GRADING, indent=1),
    "static/picture.png": "not looked at",
    "README.md": "About the folder. TODO: nobody looks here!\n",
}


def write(folder: Path, **changes: str | None) -> Path:
    """The tiny course in `folder`; `changes` replace whole files (None: leave the file out)."""
    for name, content in {**FILES, **changes}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return folder


def swap(name: str, old: str, new: str) -> dict[str, str]:
    """One file with `old`, which stands in it once, replaced by `new`."""
    assert FILES[name].count(old) == 1, f"{old!r} stands {FILES[name].count(old)} times in {name}"
    return {name: FILES[name].replace(old, new)}
