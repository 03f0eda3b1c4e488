/** An author types, closes the settings without saving, and comes back: the words are there. And what reviewers mark. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { choose, fill, state, words } from "./tab.mjs";
import { handedIn, plan, settings, story } from "./ways.mjs";

const WORDS = "Half a lesson, typed and not saved.", UNIT = "internship_unit+block@how-it-works";

function step(tab) { return tab.one("form[data-draft^=step]"); }

function lesson(author) { return settings(author, "first", UNIT); }

/** Places that say that words wait for a part that is not open. */
function waiting(tab) { return tab.all("[data-draft-waits]").filter((place) => !place.hidden); }

async function edit(tab, at = 0) {
  await tab.press(/^Edit/, tab.all("article").at(at));
  await tab.world.until(() => tab.one("form[data-draft^=step], form[data-draft^=sample]"), "the part to edit");
}

test("a step that was typed outlives its dialog", story(async (world) => {
  const tab = await lesson(await world.person("author"));
  choose(tab.field("Add a step"), "read");
  await tab.press("Add");
  await world.until(() => step(tab));
  fill(tab.field("Title of the step"), "Before you begin");
  fill(tab.field("Text", step(tab)), WORDS);
  assert.equal(state(step(tab)).text, "Not saved yet, kept on this computer");
  await world.pass(10_000);
  assert.ok(!tab.sent.includes("studio_save_step"), "only its own button sends it");
  assert.equal(state(step(tab)).text, "Not saved yet, kept as your draft");
  await tab.again();
  assert.equal(waiting(tab).length, 1);
  await edit(tab, -1);
  assert.equal(tab.field("Title of the step").value, "Before you begin");
  assert.equal(tab.field("Text", step(tab)).value, WORDS);
  assert.match(state(step(tab)).text, /was restored/);
  await tab.press("Save");
  await world.until(() => !step(tab));
  assert.equal(waiting(tab).length, 0);
  await tab.again();
  assert.ok(words(tab.document.body).includes("Before you begin"));
  assert.equal(waiting(tab).length, 0);
}));

test("a step that was typed goes on at another computer", story(async (world) => {
  const author = await world.person("author"), tab = await lesson(author), title = (there) => there.field("Title of the step");
  await edit(tab);
  const before = title(tab).value;
  fill(title(tab), "Begun at the office");
  await world.pass(10_000);
  tab.close();
  const other = await lesson(await author.elsewhere());
  assert.equal(waiting(other).length, 1);
  await edit(other);
  assert.equal(title(other).value, "Begun at the office");
  assert.match(state(step(other)).text, /was restored/);
  await other.press("Discard", step(other));
  await world.pass(10_000);
  await other.again();
  assert.equal(waiting(other).length, 0);
  await edit(other);
  assert.equal(title(other).value, before);
}));

test("settings that were typed can be thrown away", story(async (world) => {
  const author = await world.person("author"), tab = await lesson(author), outcomes = () => tab.field("What people can do afterwards");
  const before = outcomes().value;
  fill(outcomes(), `${before}\nSay no in time`);
  await tab.again();
  assert.equal(outcomes().value, `${before}\nSay no in time`);
  await tab.press("Discard");
  assert.equal(outcomes().value, before);
  assert.deepEqual(author.copies(), []);
  await world.pass(10_000);  // the server throws it away, too
  await tab.again();
  assert.equal(outcomes().value, before);
}));

test("words for a step that changed meanwhile are shown and put over nothing", story(async (world) => {
  const author = await world.person("author"), tab = await lesson(author), title = (there) => there.field("Title of the step");
  await edit(tab);
  fill(title(tab), "From the first computer");
  tab.close();
  const other = await lesson(await author.elsewhere());
  await edit(other);
  fill(title(other), "From the second computer");
  await other.press("Save");
  await other.reads("From the second computer");
  await tab.again();
  await edit(tab);
  await world.until(() => tab.one("[data-loose] textarea"));
  assert.equal(title(tab).value, "From the second computer");
  assert.equal(tab.one("[data-loose] textarea").value, "From the first computer");
}));

test("a sample that was typed outlives its dialog", story(async (world) => {
  const tab = await settings(await world.person("author"), "sample", "internship_log+block@sample-log");
  const sample = () => tab.one("form[data-draft^=sample]");
  await tab.press("Add a sample");
  await world.until(sample);
  fill(tab.one("textarea", sample()), WORDS);
  await tab.again();
  assert.equal(waiting(tab).length, 1);
  await tab.press(/^Edit/, waiting(tab)[0].closest("article"));
  await world.until(sample);
  assert.equal(tab.one("textarea", sample()).value, WORDS);
}));

/** Choose a file, as a person does in the window of the browser. */
function give(input, text) {
  const { window } = input.ownerDocument.defaultView;
  Object.defineProperty(input, "files", { value: [new window.File([text], "plan.json")], configurable: true });
  input.dispatchEvent(new window.Event("change", { bubbles: true }));
}

test("a file that is too large is not even read", story(async (world) => {
  const tab = await plan(await world.person("student"));
  await tab.press(/^(Start from an earlier plan|Fill the empty parts)/);
  const pasted = await world.until(() => tab.field("Or paste its text")), file = tab.field("File");
  give(file, "x".repeat(900_000));
  await tab.reads("larger than 800 kB and was not read");
  assert.equal(pasted.value, "");
  give(file, '{"format": "small"}');
  await world.until(() => pasted.value === '{"format": "small"}');
  assert.equal(words(tab.document.getElementById(`${file.id}-error`)), "");
}));

test("a reviewer's marks on a computer that cannot keep a copy", story(async (world) => {
  await handedIn(await world.person("mentor"));
  const ida = await world.person("instructor"), list = await ida.tab("/internship/review/course-v1:Internship+Mentor+2026/");
  const tab = await ida.tab(new URL(list.one(".ix-list-title").href).pathname), said = () => words(tab.one("[data-save-state]"));
  const radio = (at) => tab.all("input[type=radio]")[at], first = tab.all("input[type=radio]").find((one) => one.checked);
  choose(radio(0), true);
  assert.match(said(), /Saved on this computer/);
  choose(first, true);  // as it was: nothing to keep
  assert.equal(said(), "");
  ida.isFull = true;
  choose(radio(0), true);
  assert.equal(said(), "This computer cannot keep a copy: stay on this page until you have sent it");
}));
