"""Each rule with a plan that breaks that rule only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from internship_xblock.tools.plans import rules
from internship_xblock.tools.plans.schema import verbs

from .conftest import RULES

Document = dict[str, Any]


def found(document: Document, settings: rules.PlanRules = RULES) -> list[tuple[int, str]]:
    return [(finding.rule, finding.severity) for finding in rules.findings(document, settings)]


def test_a_good_plan_has_no_finding(good: Document) -> None:
    assert found(good) == []


def _fewer(document: Document) -> None:
    gone = document["outcomes"].pop()
    document["outcomes"][0]["heading"], document["outcomes"][1]["heading"] = "knowledge", "skills"
    document["outcomes"].append({**gone, "heading": "skills"})  # three, but none under general competence


def _task(document: Document, **answers: Any) -> None:
    for task in document["tasks"]:
        task.update(answers)


def _without(document: Document, section: str, test: Callable[[Any], bool]) -> None:
    document[section] = [row for row in document[section] if not test(row)]


def _kind(kind: str) -> Callable[[Any], bool]:
    return lambda row: bool(row["kind"] == kind)


BREAKS: list[tuple[str, int, str, str, Callable[[Document], object]]] = [
    ("heading without an outcome", 1, "error", "outcomes-add", _fewer),
    ("outcome without a heading", 1, "error", "outcomes-{o3}-heading", lambda d: d["outcomes"].append(
        {"uid": "o3", "text": "Draw a map of the firm", "heading": ""}) or d["tasks"][0]["outcomes"].append("o3")),
    ("no evidence", 2, "error", "tasks-{t0}-evidence", lambda d: d["tasks"][0].update(evidence="")),
    ("nobody assesses", 2, "error", "tasks-{t0}-assessor", lambda d: d["tasks"][0].update(assessor="")),
    ("outcome without a task", 2, "error", "tasks-add", lambda d: (
        d["tasks"][0].update(outcomes=d["tasks"][1]["outcomes"]))),
    ("task without a purpose", 3, "error", "tasks-{t3}-outcomes", lambda d: d["tasks"].append(
        {**d["tasks"][2], "uid": "t3", "outcomes": []})),
    ("no mentor", 4, "error", "parties-add", lambda d: _without(d, "parties", lambda row: row["role"] == "mentor")),
    ("no substitute", 4, "error", "parties-{m1}-stand_in", lambda d: _without(
        d, "parties", lambda row: row["is_substitute"])),
    ("no mentor is the substitute", 4, "error", "parties-{m1}-stand_in", lambda d: d["parties"][2].update(
        is_substitute=False)),
    ("the student is the substitute", 4, "error", "parties-{m1}-stand_in", lambda d: d["parties"][2].update(
        role="student")),
    ("the only mentor is the substitute", 4, "error", "parties-{m1}-stand_in", lambda d: _without(
        d, "parties", lambda row: row["is_substitute"]) or d["parties"][1].update(is_substitute=True)),
    ("too few hours", 5, "error", "periods-{p2}-hours", lambda d: d["periods"][2].update(hours=1)),
    ("no last day", 5, "error", "periods-{p0}-end", lambda d: d["periods"][0].update(end="")),
    ("periods that share a day", 5, "error", "periods-{p1}-start", lambda d: d["periods"][1].update(
        start=d["periods"][0]["end"])),
    ("a task outside all periods", 5, "error", "tasks-{t0}-start", lambda d: d["tasks"][0].update(start="2026-01-05")),
    ("no start talk", 6, "error", "checkpoints-add", lambda d: _without(d, "checkpoints", _kind("start"))),
    ("no midway talk", 6, "error", "checkpoints-add", lambda d: _without(d, "checkpoints", _kind("midway"))),
    ("undated end talk", 6, "error", "checkpoints-{c3}-date", lambda d: d["checkpoints"][3].update(date="")),
    ("no insurance", 7, "error", "practical-insurance", lambda d: d["practical"].update(insurance="")),
    ("no health and safety", 7, "error", "practical-hse", lambda d: d["practical"].update(hse="")),
    ("no confidentiality", 7, "error", "practical-confidentiality", lambda d: d["practical"].update(confidentiality="")),
    ("no university contact", 8, "error", "contacts-university", lambda d: d["contacts"].update(university="")),
    ("no escalation route", 8, "error", "contacts-escalation", lambda d: d["contacts"].update(escalation="")),
    ("much routine", 9, "warning", "tasks-{t2}-routine", lambda d: d["tasks"][2].update(routine=True)),
    ("vague verb", 10, "warning", "outcomes-{o0}-text", lambda d: d["outcomes"][0].update(text="Understand prices")),
    ("vague verb in Norwegian", 10, "warning", "outcomes-{o0}-text", lambda d: d["outcomes"][0].update(text="Å  forstå pris")),
    ("no growth", 11, "warning", "tasks-{t2}-autonomy", lambda d: _task(d, autonomy="helped")),
    ("little mentor time", 12, "warning", "contacts-mentor_hours", lambda d: d["contacts"].update(mentor_hours=0.5)),
    ("no mentor time", 12, "warning", "contacts-mentor_hours", lambda d: d["contacts"].update(mentor_hours="")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rule", "severity", "target", "spoil"), BREAKS, ids=[case[0] for case in BREAKS])
def test_one_rule_broken(
    good: Document, name: str, rule: int, severity: str, target: str, spoil: Callable[[Document], object]
) -> None:
    for section, letter in (("outcomes", "o"), ("tasks", "t"), ("periods", "p"), ("checkpoints", "c"), ("parties", "m")):
        uids = {row["uid"]: f"{letter}{at}" for at, row in enumerate(good[section])}
        for row in good[section]:
            row["uid"] = uids[row["uid"]]
        if section == "outcomes":
            for task in good["tasks"]:
                task["outcomes"] = [uids[uid] for uid in task["outcomes"]]
    spoil(good)
    findings = rules.findings(good, RULES)
    assert {(finding.rule, finding.severity) for finding in findings} == {(rule, severity)}
    assert findings[0].target == target.replace("{", "").replace("}", "")
    assert findings[0].words
    assert findings[0].section == target.split("-")[0]


def test_every_rule_has_a_case() -> None:
    assert {rule for _name, rule, *_rest in BREAKS} == set(range(1, 13))


@pytest.mark.parametrize(("least", "most"), [(4, 6), (1, 2)])
def test_the_number_of_outcomes_is_the_courses(good: Document, least: int, most: int) -> None:
    findings = rules.findings(good, replace(RULES, min_outcomes=least, max_outcomes=most))
    assert [finding.rule for finding in findings] == [1]
    assert f"{least} to {most}" in findings[0].words


def test_thresholds_are_the_courses(good: Document) -> None:
    good["tasks"][2]["routine"] = True
    assert found(good, replace(RULES, routine_percent=34)) == []
    assert found(good, replace(RULES, routine_percent=33)) == [(9, "warning")]
    good["tasks"][2]["routine"] = False
    assert found(good, replace(RULES, mentor_hours=3)) == [(12, "warning")]
    assert found(good, replace(RULES, hours_required=0)) == []
    assert found(good, replace(RULES, hours_required=112)) == [(5, "error")]
    good["outcomes"][0]["text"] = "Internalise the values of fish"
    assert found(good, replace(RULES, vague_verbs=verbs.vague_verbs(["internalise", " "]))) == [(10, "warning")]


def test_a_talk_in_each_period_is_as_good_as_one_every_week(good: Document) -> None:
    good["checkpoints"] = [row for row in good["checkpoints"] if row["kind"] != "weekly"]
    assert found(good) == [(6, "error")] * 3
    for period in good["periods"]:
        good["checkpoints"].append({"uid": period["uid"], "kind": "period", "date": period["start"], "about": ""})
    assert found(good) == []
    good["checkpoints"][-1]["date"] = "2020-01-01"
    assert found(good) == [(6, "error")]


def test_growth_is_read_in_the_order_of_the_dates(good: Document) -> None:
    good["tasks"].reverse()
    assert found(good) == []


def test_words_that_only_begin_alike_are_not_vague(good: Document) -> None:
    good["outcomes"][0]["text"] = "Knowledgeably present the price list"
    assert found(good) == []


def test_an_empty_plan_has_every_error_but_those_about_rows_it_has_not() -> None:
    from internship_xblock.tools.plans.schema.frozen_text import build

    empty = build([], {}, RULES.headings)
    assert {rule for rule, _severity in found(empty)} == {1, 2, 4, 5, 6, 7, 8, 12}
    assert [severity for _rule, severity in found(empty)] == ["error"] * 16 + ["warning"]


@pytest.mark.parametrize("text", ["مرحبا بالجميع", "Understand \u202ethe price"])
def test_what_was_typed_turns_no_word_of_ours(good: dict[str, Any], text: str) -> None:
    good["outcomes"][0] |= {"text": text, "heading": "gone"}
    words = [finding.words for finding in rules.findings(good, RULES) if finding.target.endswith("-heading")]
    assert words == [f"Choose a heading for “\u2068{text}\u2069”."]


@pytest.mark.parametrize(("hours", "words"), [(1, "at least 1 hour a week"), (1.5, "at least 1.5 hours a week")])
def test_hours_of_the_mentor_in_words(good: dict[str, Any], hours: float, words: str) -> None:
    good["contacts"]["mentor_hours"] = 0.5
    (finding,) = rules.findings(good, replace(RULES, mentor_hours=hours))
    assert words in finding.words


def test_a_period_without_a_name_is_told_by_its_number(good: Document) -> None:
    """As the page says it: "a period" would be anyone of them. One from a spreadsheet has no name."""
    for period in good["periods"]:
        period.update(label="", hours=0)
    said = " ".join(str(finding.words) for finding in rules.findings(good, RULES))
    assert "“Period 1” still needs hours." in said
    assert "“Period 2” still needs hours." in said
