/** A field that cannot be kept beside one that can: the server has the one, this computer the other, and the field says so. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { choose, fill, state, words } from "./tab.mjs";
import { KEEP, addRow, again, draft, entry, log, offerGibbs, plan, section, story, untilState } from "./ways.mjs";

const PARTLY = "Everything is saved except what is marked", LONG = "Too long. ".repeat(1_001);

/** What is said at a field; empty where nothing is. */
function error(tab, field) { return words(tab.document.getElementById(`${field.id}-error`)); }

function untilPartly(tab, form) { return tab.world.until(() => state(form()).text === PARTLY, "the form is saved but for what is marked"); }

/** The first step of its lesson in which one writes. */
async function promise(computer) {
  const tab = await computer.tab("promise");
  while (!draft(tab)) {
    await tab.press(tab.button("Skip for now") ? "Skip for now" : "Next");
    await tab.world.settle();
  }
  return tab;
}

for (const [name, opened, long, good, text] of [
  ["a promise", promise, "What I will do", "By when", "2999-01-15"],
  ["a sample", (computer) => computer.tab("sample"), "A question for you", "What I noticed (observation)", "You smelled every lot twice."],
]) {
  test(`a text that is too long keeps no other from the server: ${name}`, story(async (world) => {
    const berit = await world.person("supervisor"), tab = await opened(berit), field = (label) => tab.field(label, draft(tab));
    fill(field(long), LONG);
    fill(field(good), text);
    await untilPartly(tab, () => draft(tab));
    assert.match(error(tab, field(long)), /^At most 10000 characters/);
    assert.equal(field(long).getAttribute("aria-invalid"), "true");
    const there = await opened(await berit.elsewhere());
    assert.equal(there.field(good, draft(there)).value, text);
    assert.equal(there.field(long, draft(there)).value, "");

    await tab.again();
    await untilPartly(tab, () => draft(tab));
    assert.equal(field(long).value, LONG);
    assert.equal(field(good).value, text);
    assert.match(error(tab, field(long)), /^At most 10000 characters/);
    assert.equal(berit.copies().length, 1);
    assert.ok(berit.kept().includes(LONG));
    fill(field(long), "Short enough");
    await untilState(tab, draft(tab), "saved");
    assert.equal(error(tab, field(long)), "");
    assert.deepEqual(berit.copies(), []);
    const then = await opened(await berit.elsewhere());
    assert.equal(then.field(long, draft(then)).value, "Short enough");
  }));
}

test("an answer that is not complete loses nothing", story(async (world) => {
  const emil = await world.person("student"), tab = await promise(emil), will = () => tab.field("What I will do", draft(tab));
  tab.refuse("keep_draft");  // what is saved comes by the button alone
  fill(will(), "Ring them first");
  await tab.press("Save", draft(tab));
  await tab.reads("What you typed is saved.", draft(tab));
  const when = tab.field("By when", draft(tab));
  assert.equal(error(tab, when), "Choose a date.");
  assert.equal(tab.document.activeElement, when);
  await untilState(tab, draft(tab), "saved");
  assert.deepEqual(emil.copies(), []);
  const there = await promise(await emil.elsewhere());
  assert.equal(there.field("What I will do", draft(there)).value, "Ring them first");
  fill(will(), LONG);
  await tab.press("Save", draft(tab));
  await untilPartly(tab, () => draft(tab));
  assert.ok(emil.kept().includes(LONG));
}));

test("other questions with a field that cannot be kept", story(async (world) => {
  await offerGibbs(await world.person("author"));
  const leader = await world.person("leader"), tab = await log(leader), hours = () => tab.field("Hours", draft(tab));
  fill(entry(tab), "Rang a customer.");
  fill(hours(), "7.3");
  await untilPartly(tab, () => draft(tab));
  choose(tab.field("Write this entry from", draft(tab)), "gibbs");
  const lost = tab.refuse("save_entry");  // what is shown and kept comes from the answer to the button
  await tab.press("Use these questions", draft(tab));
  await world.until(() => tab.field("Feelings", draft(tab)));
  assert.match(words(tab.document.activeElement), /You continue with/);
  await tab.reads("Everything is saved except what is marked here.", draft(tab));
  assert.match(error(tab, hours()), /Use quarter hours/);
  assert.equal(hours().value, "7.3");
  assert.equal(hours().getAttribute("aria-invalid"), "true");
  assert.equal(leader.copies().length, 1);
  assert.match(leader.kept(), /7\.3/);
  lost.stop();

  await tab.again();
  await untilPartly(tab, () => draft(tab));
  assert.ok(tab.field("Feelings", draft(tab)));
  assert.equal(hours().value, "7.3");
  fill(hours(), "7,5");
  await untilState(tab, draft(tab), "saved");
  assert.deepEqual(leader.copies(), []);
}));

/** The part of the periods, with one of them. */
async function periods(computer) {
  const tab = await plan(computer), form = () => tab.all("form[data-draft]").find((one) => tab.button("Add a period", one));
  await section(tab, "Periods");
  await addRow(tab, form, "Add a period", { "What you call it": "Autumn" });
  await untilState(tab, form, "saved");
  return { tab, form, field: (label) => tab.field(label, form()) };
}

/** A field of the periods as the server has it: seen from another computer. */
async function has(computer, label) {
  const tab = await (await computer.elsewhere()).tab("plan"), found = tab.field(label, await section(tab, "Periods")).value;
  tab.close();
  return found;
}

test("a number is the number that was typed", story(async (world) => {
  const tuva = await world.person("mentor"), { field } = await periods(tuva), hours = field("Hours in this period");
  assert.equal(hours.type, "text");
  for (const [typed, shown] of [["37,5", "37.5"], ["7:30", "7.5"], ["٣٧", "37"], ["150", "150"]]) {
    fill(hours, typed);
    await tuva.allSaved();
    assert.equal(await has(tuva, "Hours in this period"), shown);
  }
  assert.equal(hours.value, "150");
}));

test("nonsense is said at its field and the rest is saved", story(async (world) => {
  const leader = await world.person("leader"), { tab, form, field } = await periods(leader), hours = () => field("Hours in this period");
  fill(hours(), "1,500");
  fill(field("What you call it"), "Spring");
  await untilPartly(tab, form);
  assert.match(error(tab, hours()), /This can be read as two different numbers\./);
  assert.equal(hours().getAttribute("aria-invalid"), "true");
  assert.equal(await has(leader, "What you call it"), "Spring");
  assert.equal(await has(leader, "Hours in this period"), "");
  await again(tab, "Periods");  // what was typed wrong is still here
  await untilPartly(tab, form);
  assert.equal(hours().value, "1,500");
  fill(hours(), "1500");
  await untilState(tab, form, "saved");
  assert.equal(error(tab, hours()), "");
}));

test("one wrong field keeps no entry from the server", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil), hours = () => tab.field("Hours", draft(tab));
  fill(hours(), "7.3");
  fill(entry(tab), "Rang a customer.");
  await untilPartly(tab, () => draft(tab));
  const there = await (await emil.elsewhere()).tab("log");
  assert.equal(entry(there).value, "Rang a customer.");
  assert.equal(there.field("Hours", draft(there)).value, "");
  await tab.press(KEEP);
  await world.until(() => /Use quarter hours/.test(error(tab, hours())));
  assert.equal(hours().value, "7.3");
  fill(hours(), "7:30");
  await untilState(tab, () => draft(tab), "saved");
  await tab.press(KEEP);
  await tab.reads("7.5 hours");
}));

test("a press that is refused leads to the field, a save by itself takes nobody along", story(async (world) => {
  const tab = await log(await world.person("student")), hours = () => tab.field("Hours", draft(tab));
  fill(hours(), "7.3");
  fill(entry(tab), "Rang a customer.");
  await untilPartly(tab, () => draft(tab));
  assert.equal(tab.document.activeElement, entry(tab));
  await tab.press("Continue to sharing");
  await world.until(() => tab.document.activeElement === hours());
}));

test("an address comes back as it was typed", story(async (world) => {
  const tuva = await world.person("mentor"), tab = await plan(tuva), form = await section(tab, "Participants");
  fill(tab.field("E-mail", form), "berit@blåbær.no");
  await untilState(tab, form, "saved");
  const there = await (await tuva.elsewhere()).tab("plan");
  assert.equal(there.field("E-mail", await section(there, "Participants")).value, "berit@blåbær.no");
}));

test("words outlive the field they were typed in", story(async (world) => {
  await offerGibbs(await world.person("author"));
  const emil = await world.person("student"), tab = await log(emil);
  fill(entry(tab), "Rang a customer.");
  await tab.reads("So far: 3");
  await untilState(tab, draft(tab), "saved");
  tab.isOffline = true;
  fill(entry(tab, "So what?"), "He was angry.");
  await world.until(() => state(draft(tab)).text === "Offline: kept on this computer");
  tab.cut();

  const there = await (await emil.elsewhere()).tab("log");
  choose(there.field("Write this entry from", draft(there)), "gibbs");
  await there.press("Use these questions");
  await world.until(() => there.field("Feelings", draft(there)));
  assert.match(words(draft(there)), /Rang a customer\./);

  await tab.again();
  await world.until(() => tab.field("Feelings", draft(tab)) && tab.button("Save mine instead"));
  await tab.press("Save mine instead");
  await untilState(tab, () => draft(tab), "saved");
  await tab.press(KEEP);
  await world.until(() => tab.one("article.ix-entry"));
  for (const said of ["Rang a customer.", "He was angry.", "Written with other questions"]) { await tab.reads(said); }
}));

test("an answer to a sample is there on the next visit", story(async (world) => {
  const berit = await world.person("supervisor"), tab = await berit.tab("sample"), said = "You smelled every lot twice on Thursday.";
  fill(tab.field("What I noticed (observation)", draft(tab)), said);
  await untilState(tab, draft(tab), "saved");
  await tab.again();
  assert.equal(tab.field("What I noticed (observation)", draft(tab)).value, said);
}));

test("links and levels", story(async (world) => {
  const tab = await log(await world.person("leader")), address = () => tab.field("Address", draft(tab));
  fill(entry(tab), "We met the auctioneer.");
  fill(address(), "javascript:alert(1)");
  await world.until(() => /Only addresses that begin with/.test(error(tab, address())));
  assert.equal(address().getAttribute("aria-invalid"), "true");
  fill(address(), "uit.no");
  await untilState(tab, draft(tab), "saved");
  await tab.press("Add a link", draft(tab));
  await world.until(() => tab.all("label", draft(tab)).filter((one) => words(one) === "Address").length === 2);
  assert.equal(address().value, "uit.no");
}));
