# ruff: noqa: E501 - what stands in a source stands here in one line
"""Ways to break the scripts on purpose, each with the test that must see it: `scripts/keeper.py --mutants` tries them.

A test that no mutant names keeps watch over nothing that anybody has seen; that is an error too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """In the source `file`, `old` (which stands there once) becomes `new`; then `test` is red."""

    test: str
    file: str
    old: str
    new: str


MUTANTS = (
    # a part that is edited in place
    Mutant(
        "words kept for a closed part are waited for before submitting",
        "drafts",
        "else if (now(detail.elt).isConnected) { now(detail.elt).click(); }",
        "",
    ),
    # typing
    Mutant("the text behind an open form follows what is saved", "later", "if (part.open && part.isConnected) { reread(part); }", ""),
    Mutant("typed in the moment a form arrives", "internship", "      attachAll(root);\n      var asker", "      var asker"),
    Mutant(
        "the focus is not taken from who types already",
        "internship",
        "if (wanted && !wentOn(root, event.detail.requestConfig))",
        "if (wanted)",
    ),
    Mutant("rows that move take along what is typed in them meanwhile", "drafts", "keeper.since = since;", ""),
    Mutant("rows that move take along what is typed in them meanwhile", "keeper", "setSelectionRange(caret.from, caret.to)", "blur()"),
    Mutant(
        "words typed into a row while it is removed",
        "keeper",
        "copies.loosen(this.root, form ? put(form, since) : since);",
        "if (form) { put(form, since); }",
    ),
    Mutant(
        "words typed into a row while it is removed",
        "copies",
        "copies.forEach(function (copy) { window.localStorage.removeItem(copy.key); });",
        "",
    ),
    Mutant(
        "words kept for a row that somebody removed meanwhile",
        "keeper",
        "missing = put(this.form, numbered(kept.values));",
        "put(this.form, numbered(kept.values)); missing = [];",
    ),
    Mutant("typed while “Keep it private for now” is under way", "drafts", "keeper.pressed = config.elt;", ""),
    Mutant("typed while “Continue to sharing” is under way", "drafts", "detail.shouldSwap = false;", ""),
    Mutant("typed while “Use these questions” is under way", "drafts", "keeper.pressed = config.elt;", ""),
    Mutant("a button waits for the save under way and takes all", "keeper", "this.sent = kind === 1 &&", "this.sent = this.base; void"),
    Mutant("saving goes on after a button was pressed twice", "keeper", "this.busy = false; this.pressed = null;", "this.pressed = null;"),
    Mutant(
        "what leaves the page is saved at once", "drafts", "keeper && !keeper.form.contains(event.relatedTarget)", "keeper && false"
    ),
    Mutant(
        "words in a new entry that makes room for another come back with it",
        "keeper",
        "window.localStorage.setItem(this.key, copy);",
        "",
    ),
    Mutant(
        "two tabs open with words of an earlier visit",
        "keeper",
        "this.key = this.name + Math.random().toString(36).slice(2);",
        "this.key = this.name;",
    ),
    Mutant(
        "an answer is lost and typing goes on",
        "keeper",
        "this.unsure = isLost ?",
        "this.unsure = false ?",
    ),
    Mutant(
        "an answer is lost and a button is pressed",
        "drafts",
        "return own && own.unsure && own.kindOf(detail) === 2 ? [own] : [];",
        "return [];",
    ),
    Mutant("a button is pressed when the session has expired", "keeper", "xhr.status === 200 && !isPage(xhr); }", "xhr.status === 200; }"),
    Mutant("a button is pressed without a connection", "keeper", "if (this.unsure) { this.later(0); }", ""),
    Mutant(
        "who leaves the form or the page does not wait a second",
        "drafts",
        "if (isHidden && keeper.isPending()) { keeper.send(); }",
        "",
    ),
    Mutant(
        "who leaves the form or the page does not wait a second",
        "drafts",
        "keeper && !keeper.form.contains(event.relatedTarget)",
        "keeper && false",
    ),
    Mutant(
        "what was saved and refused goes on from there",
        "keeper",
        'if (kept) { this.setRevision(detail.xhr.getResponseHeader("X-Internship-Revision")); }',
        "",
    ),
    Mutant("a database that is busy is asked again by itself", "keeper", 'this.say("Offline"); this.later(RETRY);', 'this.say("Offline");'),
    Mutant("typed before the script has started", "keeper", "if (isTyped) { this.typed(); return; }", ""),
    Mutant(
        "typed before the script has started, over words of an earlier visit",
        "keeper",
        "if (isTyped) { this.typed(); return; }",
        "",
    ),
    # lost
    Mutant("the network is cut while typing", "drafts", 'window.addEventListener("online"', 'window.addEventListener("nothing"'),
    Mutant("without a connection it is tried again by itself", "keeper", 'this.say("Offline"); this.later(RETRY);', 'this.say("Offline");'),
    Mutant("the page is gone right after a keystroke", "keeper", "window.localStorage.setItem(this.key, copy);", ""),
    Mutant("the page is gone right after a keystroke", "later", "if (place.internshipKept) { open(place); }", ""),
    Mutant("two tabs change one answer: “Save mine instead”", "drafts", "keeper.form.elements.revision.value = button.dataset.keepMine;", ""),
    Mutant("two tabs change one answer: “Save mine instead”", "keeper", "copies.drop(this.key, this.copy);", "copies.of(this.name).forEach(function (one) { copies.drop(one.key, one.copy); });"),
    Mutant("two tabs change one answer: “Use the saved text”", "drafts", "else { keeper.forget(); window.location.reload(); }", "else { keeper.send(); }"),
    Mutant("nothing of one person is written as another", "internship", 'event.detail.headers["X-Internship-Keeper"] = root.dataset.keeper;', ""),
    Mutant("nothing of one person is written as another", "copies", "PREFIX + root.dataset.keeper", "PREFIX"),
    Mutant("the session has expired", "keeper", "xhr.status === 200 && !isPage(xhr); }", "xhr.status === 200; }"),
    Mutant("the session has expired", "drafts", "if (!isHidden && keeper.isWaiting && keeper.dirty) { keeper.later(0); }", ""),
    Mutant("this computer cannot keep a copy", "keeper", "{ this.isUncopied = true; }", "{ void problem; }"),
    Mutant("the storage is blocked", "copies", "catch (problem) { return false; }", "finally { void 0; }"),
    Mutant("what the browser calls invalid is saved or refused in words", "keeper", 'getResponseHeader("X-Internship-Refused") || "").split', 'getResponseHeader("X-Nothing") || "").split'),
    Mutant("words kept for a closed part are waited for before submitting", "drafts", "}).concat(window.InternshipLater.kept(root).map(", "}).concat([].map("),
    Mutant("a part that could not come comes when it is opened again, or by itself", "later", 'window.addEventListener("online"', 'window.addEventListener("nothing"'),
    Mutant("a part that could not come comes when it is opened again, or by itself", "later", 'document.addEventListener("toggle"', 'document.addEventListener("nothing"'),
    Mutant("a changed outcome finds its tasks closed or open", "later", "event.detail.parameters.later = names;", ""),
    Mutant("more text than can be saved is refused at its field", "internship", "if (form && xhr && xhr.status === 413) { blameLongest(form); }", ""),
    # partly
    Mutant("a text that is too long keeps no other from the server: a promise", "keeper", 'getResponseHeader("X-Internship-Refused") || "").split', 'getResponseHeader("X-Nothing") || "").split'),
    Mutant("a text that is too long keeps no other from the server: a sample", "keeper", 'getResponseHeader("X-Internship-Refused") || "").split', 'getResponseHeader("X-Nothing") || "").split'),
    Mutant("an answer that is not complete loses nothing", "keeper", "if (kept) { this.sayDone(); }", ""),
    Mutant("other questions with a field that cannot be kept", "keeper", 'var names = (form.dataset.notKept || "").split(" ");', "var names = [];"),
    Mutant("a number is the number that was typed", "drafts", 'document.addEventListener("input"', 'document.addEventListener("nothing"'),
    Mutant("nonsense is said at its field and the rest is saved", "keeper", "if (this.refusedNames.length) { this.keep(); } else { this.forget(); }\n      this.sayDone();", "this.forget(); this.sayDone();"),
    Mutant("one wrong field keeps no entry from the server", "internship", 'if (/class="ix-message/.test(detail.xhr.responseText)) {', "if (false) {"),
    Mutant("a press that is refused leads to the field, a save by itself takes nobody along", "internship", "if (wrong) { arrive(wrong); return; }", ""),
    Mutant("a press that is refused leads to the field, a save by itself takes nobody along", "internship", "!/^(click|submit)$/.test(how.type)", "false"),
    Mutant("an address comes back as it was typed", "drafts", 'document.addEventListener("input"', 'document.addEventListener("nothing"'),
    Mutant("words outlive the field they were typed in", "keeper", 'if (this.form.hasAttribute("data-draft-others"))', "if (false)"),
    Mutant("an answer to a sample is there on the next visit", "drafts", 'document.addEventListener("input"', 'document.addEventListener("nothing"'),
    Mutant("links and levels", "internship", "markErrors(root);\n      writeOut(root);", "writeOut(root);"),
    # authors
    Mutant("a step that was typed outlives its dialog", "keeper", "if (this.isLocal || this.isUncopied) {", "if (this.isUncopied) {"),
    Mutant("a step that was typed outlives its dialog", "keeper", "if (config.elt.hasAttribute(\"data-preview\")) { return 0; }", ""),
    Mutant(
        "a sample that was typed outlives its dialog",
        "drafts",
        "place.hidden = !(place.hasAttribute(\"data-draft-held\") || copies.isKept(root, place.dataset.draftWaits));",
        "",
    ),
    Mutant("a step that was typed goes on at another computer", "keeper", "kept = this.newer(kept, isTyped);", ""),
    Mutant("a step that was typed goes on at another computer", "studio", "event.detail.parameters.copy = keeper.dirty ? keeper.written() : \"\";", ""),
    Mutant("settings that were typed can be thrown away", "keeper", "window.HTMLFormElement.prototype.reset.call(this.form);", ""),
    Mutant("words for a step that changed meanwhile are shown and put over nothing", "keeper", 'if (this.isLocal && kept.revision !== this.revision() && !this.form.hasAttribute("data-draft-compared")) { this.outdated(kept); return; }', ""),
    Mutant("a sample that was typed outlives its dialog", "keeper", "window.localStorage.setItem(this.key, copy);", ""),
    Mutant("a file that is too large is not even read", "internship", "if (file.size > Number(input.dataset.most)) { told(input.dataset.textLarge); return; }", ""),
    Mutant("a file that is too large is not even read", "internship", "place.value = reader.result;", ""),
    Mutant("a reviewer's marks on a computer that cannot keep a copy", "keeper", "{ this.isUncopied = true; }", "{ void problem; }"),
    Mutant("a reviewer's marks on a computer that cannot keep a copy", "keeper", "{ this.forget(); this.asItWas(); return; }", "{ this.forget(); }"),
    # starting
    Mutant("what arrives later starts too, and starting twice is nothing", "drafts", "if (form.internshipKeeper) { return; }", ""),
    Mutant("what arrives later starts too, and starting twice is nothing", "internship", "new window.MutationObserver(startAll).observe(document.documentElement, { childList: true, subtree: true });", ""),
    Mutant("a block of somebody else that fails keeps ours from nothing", "internship", 'if (document.readyState === "loading")', 'if (true) { return; } if (document.readyState === "loading")'),
)  # fmt: skip
