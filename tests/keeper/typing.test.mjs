/** What is typed while something else happens: answers are held back, lost, refused; what they bring replaces what one types in. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { add, choose, fill, state, words } from "./tab.mjs";
import { CHANGE, KEEP, SECTION, addRow, again, contact, draft, entry, log, offerGibbs, plan, section, story, stored, untilState } from "./ways.mjs";

const OUTCOMES = "Learning outcomes", OUTCOME = "At the end, the student can …", BUSY = 503;

/** A plan with two outcomes; returns the tab, and how to find their form and fields. */
async function twoOutcomes(computer) {
  const tab = await plan(computer);
  await section(tab, OUTCOMES);
  const form = () => tab.all("form[data-draft]").find((one) => tab.button("Add an outcome", one));
  const rows = () => tab.all(".ix-plan-row", form()).map((row) => tab.field(OUTCOME, row));
  for (const said of ["Mend a net", "Explain a price"]) { await addRow(tab, form, "Add an outcome", { [OUTCOME]: said }); }
  await computer.allSaved();
  return { tab, form, rows };
}

/** Type in the first moment in which a person could: right after htmx has put the field there. */
function typeAtOnce(tab, find, text) {
  tab.document.addEventListener("htmx:afterSwap", function type() {
    if (!find()) { return; }
    tab.document.removeEventListener("htmx:afterSwap", type);
    tab.window.setTimeout(() => { add(find(), text); });
  });
}

test("typed in the moment a form arrives", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  fill(entry(tab), "Rang a customer");
  await tab.press(KEEP);
  await tab.world.until(() => tab.button(CHANGE));
  typeAtOnce(tab, () => tab.one("article form[data-draft] textarea"), ", twice");
  await tab.press(CHANGE);
  await world.until(() => draft(tab) && entry(tab).value === "Rang a customer, twice");
  assert.equal(tab.document.activeElement, entry(tab));
  await untilState(tab, () => draft(tab), "saved");
  await emil.allSaved();
  await stored(emil, "Rang a customer, twice");
}));

test("the focus is not taken from who types already", story(async (world) => {
  const { tab, rows } = await twoOutcomes(await world.person("mentor")), held = tab.hold("add_row");
  await tab.press("Add an outcome");
  await held.wait();
  add(rows()[0], " by hand");
  held.letGo();
  await world.until(() => rows().length === 3);
  assert.equal(rows()[0].value, "Mend a net by hand");
  await world.pass(100);
  assert.equal(tab.document.activeElement, rows()[0]);
}));

test("rows that move take along what is typed in them meanwhile", story(async (world) => {
  const tuva = await world.person("mentor"), { tab, form, rows } = await twoOutcomes(tuva);
  const held = tab.hold("move_row");
  await tab.press("Move up", form(), -1);
  await held.wait();
  add(rows()[1], " to a customer");
  held.letGo();
  await world.until(() => rows()[1].value === "Mend a net");
  assert.equal(rows()[0].value, "Explain a price to a customer");
  assert.equal(tab.document.activeElement, rows()[0]);
  assert.equal(rows()[0].selectionStart, "Explain a price to a customer".length, "the caret is where it was");
  add(rows()[0], ".");
  await tuva.allSaved();
  await again(tab, OUTCOMES);
  assert.equal(rows()[0].value, "Explain a price to a customer.");
}));

test("words typed into a row while it is removed", story(async (world) => {
  const tuva = await world.person("mentor"), { tab, form, rows } = await twoOutcomes(tuva);
  const held = tab.hold("remove_row"), loose = () => tab.one("[data-loose] textarea");
  await tab.press("Remove", form(), -1);
  await held.wait();
  add(rows()[1], " to a customer");
  held.letGo();
  await world.until(() => loose()?.value === "Explain a price to a customer");
  await tab.again();
  assert.equal(loose().value, "Explain a price to a customer");
  await tab.press("Discard");
  await tab.again();
  assert.equal(loose(), null);
}));

test("words kept for a row that somebody removed meanwhile", story(async (world) => {
  const tuva = await world.person("mentor"), { tab, form, rows } = await twoOutcomes(tuva);
  tab.refuse("save_section");
  add(rows()[1], " to a customer");
  await untilState(tab, form, "offline");
  tab.cut();
  const there = await (await tuva.elsewhere()).tab("plan");
  await section(there, OUTCOMES);
  await there.press("Remove", there.button("Add an outcome").form, -1);
  await there.reads("Removed.");
  await tab.again();
  await world.until(() => tab.one("[data-loose] textarea")?.value === "Explain a price to a customer");
}));

for (const [button, address] of [[KEEP, "keep_entry"], ["Continue to sharing", "go_share"], ["Use these questions", "other_questions"]]) {
  test(`typed while “${button}” is under way`, story(async (world) => {
    const isTaken = button.startsWith("Use");
    if (isTaken) { await offerGibbs(await world.person("author")); }
    const emil = await world.person("student"), tab = await log(emil);
    fill(entry(tab), "Before");
    await untilState(tab, draft(tab), "saved");
    if (isTaken) { choose(tab.field("Write this entry from", draft(tab)), "gibbs"); }
    const held = tab.hold(address);
    await tab.press(button, draft(tab));
    await held.wait();
    add(entry(tab), " and meanwhile");
    await world.pass(1_200);  // the keeper would save by now
    held.letGo();
    await world.until(() => isTaken ? tab.field("Feelings") : !tab.button(button), "what the button leads to");
    await tab.world.until(() => words(tab.document.body).includes("Before and meanwhile") || tab.all("textarea").some((one) => one.value === "Before and meanwhile"));
    assert.equal(tab.one("[data-mine]"), null);
    await emil.allSaved();
    await stored(emil, "Before and meanwhile");
  }));
}

test("a button waits for the save under way and takes all", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  const held = tab.hold("save_entry");
  fill(entry(tab), "Before");
  await held.wait();
  add(entry(tab), ", in flight");
  await tab.press(KEEP);
  add(entry(tab), ", and after");
  held.letGo();
  await world.until(() => tab.one("article.ix-entry")?.textContent.includes("Before, in flight, and after"));
  await emil.allSaved();
  await stored(emil, "Before, in flight, and after");
}));

test("saving goes on after a button was pressed twice", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  const held = tab.hold("go_share");
  await tab.press("Continue to sharing");  // refused: nothing is written yet
  await held.wait();
  fill(entry(tab), " ");
  await world.pass(1_200);
  await tab.press("Continue to sharing");
  held.letGo();
  await tab.reads("Write a few words first");
  await world.pass(1_500);
  fill(entry(tab), "Mended nets");
  await emil.allSaved();
  await stored(emil, "Mended nets");
}));

test("what leaves the page is saved at once", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  fill(entry(tab), "The first");
  await tab.press(KEEP);
  await tab.press("Write an entry");
  await world.until(() => draft(tab) && entry(tab).value === "");
  const held = tab.hold("save_entry");
  fill(entry(tab), "The second");
  await tab.press(CHANGE);
  await world.until(() => entry(tab).value === "The first");
  (await held.wait()).letGo();
  await emil.allSaved();
  await stored(emil, "The second");
}));

test("words in a new entry that makes room for another come back with it", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  fill(entry(tab), "Rang a customer");
  await tab.press(KEEP);
  await tab.press("Write an entry");
  await world.until(() => draft(tab) && entry(tab).value === "");
  const held = tab.hold("view_entry");
  await tab.press(CHANGE);
  await held.wait();
  fill(entry(tab), "Begun in between");
  held.letGo();
  await world.until(() => draft(tab) && entry(tab).value === "Rang a customer");
  await tab.press("Write an entry");
  await world.until(() => draft(tab) && entry(tab).value === "Begun in between");
}));

test("two tabs open with words of an earlier visit", story(async (world) => {
  const tuva = await world.person("mentor"), one = await plan(tuva);
  one.refuse("save_section");
  fill(await contact(one), "kept");
  await untilState(one, await section(one, SECTION), "offline");
  const two = await tuva.tab("plan", (tab) => { tab.refuse("save_section"); });
  await world.until(() => two.field("Contact at the university")?.value === "kept");  // nobody opened anything
  add(await contact(two), " by two");
  add(await contact(one), " by one");
  assert.match(tuva.kept(), /"kept by one"/);
  assert.match(tuva.kept(), /"kept by two"/);
}));

test("typed before the script has started", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  await tab.again(() => { assert.equal(tab.window.InternshipBlock, undefined); entry(tab).value = "Typed at once"; });
  await untilState(tab, draft(tab), "saved");
  await stored(emil, "Typed at once");
}));

test("typed before the script has started, over words of an earlier visit", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  tab.isOffline = true;
  fill(entry(tab), "Kept");
  await untilState(tab, draft(tab), "offline");
  tab.cut();
  await tab.again(() => { entry(tab).value = "Typed now"; });
  await untilState(tab, draft(tab), "saved");
  assert.equal(entry(tab).value, "Typed now");
  await tab.again();  // neither is lost: what was kept is shown beside it on the next visit
  await world.until(() => tab.one("[data-mine]"));
  assert.equal(words(tab.one("[data-mine]")), "Kept");
  assert.equal(words(tab.one("[data-theirs]")), "Typed now");
}));

test("the text behind an open form follows what is saved", story(async (world) => {
  const tuva = await world.person("mentor"), { tab, form, rows } = await twoOutcomes(tuva);
  const text = () => tab.all(".ix-part-text").map(words).find((said) => said.includes("Mend a net")) || "";
  fill(rows()[1], "Explain a price to a customer");
  await untilState(tab, form, "saved");
  await world.until(() => text().includes("Explain a price to a customer"));
  assert.ok(form().closest("details").open, "the form stays open");
  assert.equal(rows()[1].value, "Explain a price to a customer");
}));
