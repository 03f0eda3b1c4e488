"""What is practised on a sample: one text that cannot be kept holds no other back, and nothing typed is lost by a refusal."""

from __future__ import annotations

from typing import Any

import pytest

from internship_xblock.core.errors import NotFound, PartlySaved
from internship_xblock.core.language.text import TEXT_LIMIT
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import PracticeAnswer
from internship_xblock.tools.logs.practice.samples import parse_samples
from tests.platform import TestPlatform

from .test_teaching import MINE, SAMPLES, Learner

TEXTS = {"observation": "", "feedforward": "", "question": "", "change": ""}
LONG = "x" * (TEXT_LIMIT + 1)


@pytest.fixture
def learner(person: Any) -> Learner:
    return Learner(person("mira"))


def kept(sample: str = "auction") -> dict[str, Any]:
    return dict(PracticeAnswer.objects.values("revision", "texts", "is_sent", "is_done").get(sample=sample))


def test_a_text_that_is_too_long_keeps_no_other_from_the_server(learner: Learner) -> None:
    learner.send("keep_practice", observation="I saw you", question="Why?")
    answer = learner.send("keep_practice", revision=1, observation=MINE, question=LONG)
    assert answer.status_int == 422
    assert kept() == {
        "revision": 2,
        "texts": TEXTS | {"observation": MINE, "question": "Why?"},
        "is_sent": False,
        "is_done": False,
    }
    assert answer.headers["X-Internship-Refused"] == "p-auction-question"
    assert answer.headers["X-Internship-Revision"] == "2"
    assert 'name="p-auction-question"' in learner.page()
    assert "p-auction-question-error" in answer.text
    assert "Everything is saved except what is marked here." in answer.text
    again = learner.send("keep_practice", revision=2, observation=MINE, question=LONG)  # the keeper sends the same again
    assert again.headers["X-Internship-Revision"] == "2"
    assert learner.send("keep_practice", revision=2, question="Why then?").status_int == 200
    assert kept()["texts"]["question"] == "Why then?"


def test_a_text_that_is_too_long_writes_over_nothing_from_another_window(learner: Learner) -> None:
    learner.send("keep_practice", observation="From the first window")
    answer = learner.send("keep_practice", observation=LONG)
    assert answer.status_int == 409
    assert "From the first window" in answer.text


def test_a_comment_that_cannot_be_sent_yet_is_kept(learner: Learner) -> None:
    answer = learner.send("compare_practice", observation="Good!", question=" ")
    assert answer.status_int == 422
    assert "What you typed is saved." in answer.text
    assert "p-auction-observation-error" in answer.text
    assert (answer.headers["X-Internship-Revision"], answer.headers.get("X-Internship-Refused")) == ("1", None)
    assert kept() == {
        "revision": 1,
        "texts": TEXTS | {"observation": "Good!", "question": " "},
        "is_sent": False,
        "is_done": False,
    }
    answer = learner.send("compare_practice", revision=1, observation=MINE, question=LONG)
    assert answer.headers["X-Internship-Refused"] == "p-auction-question"
    assert kept() == {
        "revision": 2,
        "texts": TEXTS | {"observation": MINE, "question": " "},
        "is_sent": False,
        "is_done": False,
    }
    assert "You smelled" not in learner.page()


def test_a_second_thought_that_is_too_long_is_not_done_and_loses_nothing(learner: Learner) -> None:
    learner.send("compare_practice", observation=MINE)
    learner.send("keep_practice", revision=1, change="I would name the lot.")
    for action in ("keep_practice", "finish_practice"):
        answer = learner.send(action, revision=2, change=LONG)
        assert answer.headers["X-Internship-Refused"] == "p-auction-change"
        assert "p-auction-change-error" in answer.text
        assert kept()["texts"]["change"] == "I would name the lot."
    answer = learner.send("finish_practice", revision=2, change=" ")
    assert (answer.headers["X-Internship-Revision"], kept()["texts"]["change"], kept()["is_done"]) == ("3", " ", False)
    assert TestPlatform.shares() == []


def test_the_verb_says_what_is_kept_and_what_is_not(learner: Learner) -> None:
    assert learner.actor is not None
    block = learner.block()
    known: dict[str, Any] = {
        "samples": parse_samples(SAMPLES),
        "usage_key": str(block.scope_ids.usage_id),
        "sample_id": "auction",
    }
    texts = {"observation": MINE, "feedforward": LONG}
    for revision, verb in enumerate((logs.keep_practice, logs.compare_practice)):
        with pytest.raises(PartlySaved) as raised:
            verb(learner.actor, revision=revision, texts=texts, **known)
        assert (list(raised.value.fields), raised.value.revision) == (["feedforward"], 1)
        assert kept()["texts"]["observation"] == MINE
    with pytest.raises(NotFound):  # nothing is sent yet
        logs.finish_practice(learner.actor, revision=1, texts={"change": "x"}, **known)
