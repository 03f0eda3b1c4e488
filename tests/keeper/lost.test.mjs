/** Nobody ever loses a word: whatever happens to the connection, the tab, the session or the storage. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { add, fill, state, words } from "./tab.mjs";
import { CONTACT, SECTION, addRow, again, contact, copyExample, handedIn, invite, part, plan, section, story, untilState } from "./ways.mjs";

const OFFLINE = "Offline: kept on this computer", OUTCOMES = "Learning outcomes", OUTCOME = "At the end, the student can …";

/** A plan of somebody new, with its part unfolded. */
async function contacts(computer) {
  const tab = await plan(computer), field = await contact(tab);
  return { tab, field, form: field.form };
}

test("the network is cut while typing", story(async (world) => {
  const tuva = await world.person("mentor"), { tab, field, form } = await contacts(tuva);
  tab.isOffline = true;
  add(field, "Kari, ");
  add(field, "by telephone");
  await world.until(() => state(form).text === OFFLINE);
  assert.match(tuva.kept(), /Kari, by telephone/);
  tab.online();
  await world.pass(1_000);  // the next try by itself is later
  assert.equal(state(form).name, "saved");
  assert.deepEqual(tuva.copies(), []);
  await again(tab, SECTION);
  assert.equal((await contact(tab)).value, "Kari, by telephone");
}));

test("without a connection it is tried again by itself", story(async (world) => {
  const { tab, field, form } = await contacts(await world.person("mentor"));
  tab.isOffline = true;
  fill(field, "Kari");
  await untilState(tab, form, "offline");
  tab.isOffline = false;  // and nobody tells the page
  await world.pass(4_500);
  assert.equal(state(form).name, "saved");
}));

test("the page is gone right after a keystroke", story(async (world) => {
  const tuva = await world.person("mentor"), { tab, field } = await contacts(tuva);
  fill(field, "Kari, at the desk");
  tab.cut();
  await tab.again();
  const found = await world.until(() => tab.field(CONTACT), "nobody opened anything, and the part comes");
  await world.until(() => found.value === "Kari, at the desk");
  assert.equal(state(found.form).text, "Text from an earlier visit on this computer was restored.");
  await untilState(tab, found.form, "saved");
  assert.deepEqual(tuva.copies(), []);
  await again(tab, SECTION);
  assert.equal((await contact(tab)).value, "Kari, at the desk");
}));

for (const [choice, stays] of [["Save mine instead", "from the second"], ["Use the saved text", "from the first"]]) {
  test(`two tabs change one answer: “${choice}”`, story(async (world) => {
    const tuva = await world.person("mentor"), { tab: one, field, form } = await contacts(tuva);
    const two = await tuva.tab("plan");
    await contact(two);  // both have the part open and empty
    fill(field, "from the first");
    await untilState(one, form, "saved");
    fill(await contact(two), "from the second");
    const second = await section(two, SECTION), conflict = () => two.one("[role=alert]", two.field(CONTACT)?.form);
    await untilState(two, second, "conflict");
    assert.equal(tuva.copies().length, 1);
    assert.equal(words(two.one("[data-mine]", conflict())), "from the second");
    assert.equal(words(two.one("[data-theirs]", conflict())), "from the first");
    assert.match(state(second).text, /choose/);
    assert.equal((await contact(two)).value, "from the second");

    fill(one.field("Hours a week the mentor sets aside", form), "2");
    await world.until(() => tuva.copies().length === 1, "the first tab has saved");
    assert.match(tuva.kept(), /from the second/, "and not cleaned away what the second keeps");
    two.cut();
    await two.again();
    await world.until(() => two.one("[data-mine]"));
    assert.equal(words(two.one("[data-mine]")), "from the second");
    if (choice.startsWith("Use")) {
      await two.press(choice);  // loads the page anew, which is the browser's
      await world.settle();
      assert.deepEqual(tuva.copies(), []);
    } else {
      await two.press(choice);
      await untilState(two, () => two.field(CONTACT).form, "saved");
      assert.equal(two.one("[data-mine]"), null);
      assert.deepEqual(tuva.copies(), []);
    }
    for (const tab of [two, one]) {
      await again(tab, SECTION);
      assert.equal((await contact(tab)).value, stays);
    }
  }));
}

test("nothing of one person is written as another", story(async (world) => {
  const tuva = await world.person("mentor"), tab = await plan(tuva), code = await invite(tab, "Student", "Emil Eira");
  const field = await contact(tab), { form } = field, owner = tuva.key, alert = () => tab.one("[role=alert]", form);
  const guest = (await world.person("student")).key;
  await tuva.signIn(guest);  // in another tab of the same computer
  const other = await tuva.tab("plan");
  fill(other.field("Code or link from the invitation"), code);
  await other.press("Join");
  await other.reads("What next");
  fill(field, "Tuva wrote this");
  await untilState(tab, form, "attention");
  assert.match(words(alert()), /no longer signed in as the person who opened this page/);
  assert.match(state(form).text, /Not saved yet/);
  assert.equal(field.value, "Tuva wrote this");

  await other.again();
  assert.ok(words(other.document.body).includes("Tuva Solberg"), "it is the same placement");
  await world.pass(5_000);
  assert.equal((await contact(other)).value, "", "neither saved as his, nor put back from her copy");
  fill(await contact(other), "Emil wrote this");
  await untilState(other, await section(other, SECTION), "saved");

  await tuva.signIn(owner);
  tab.show("visible");
  await untilState(tab, form, "conflict");
  assert.equal(words(tab.one("[data-mine]", form)), "Tuva wrote this");
  assert.equal(words(tab.one("[data-theirs]", form)), "Emil wrote this");
  assert.match(words(alert()), /Emil Eira/);
  await tab.press("Save mine instead", form);
  await untilState(tab, form, "saved");
  await again(tab, SECTION);
  assert.equal((await contact(tab)).value, "Tuva wrote this");
}));

test("the session has expired", story(async (world) => {
  const tuva = await world.person("mentor"), { tab, field, form } = await contacts(tuva), out = tab.signOut();
  fill(field, "Kari, on Fridays");
  await untilState(tab, form, "attention");
  assert.match(words(tab.one("[role=alert]", form)), /You have been signed out/);
  assert.equal(state(form).text, "Not saved yet: something needs your attention");
  assert.match(tuva.kept(), /Kari, on Fridays/);
  out.stop();
  tab.show("visible");
  await untilState(tab, form, "saved");
  assert.equal(tab.one("[role=alert]", form), null);
  await again(tab, SECTION);
  assert.equal((await contact(tab)).value, "Kari, on Fridays");
}));

test("this computer cannot keep a copy", story(async (world) => {
  const tuva = await world.person("mentor"), { tab, field, form } = await contacts(tuva);
  tuva.isFull = true;
  tab.isOffline = true;
  fill(field, "Kari, in the canteen");
  await world.pass(1_500);
  assert.match(state(form).text, /this computer cannot keep a copy/);
  assert.doesNotMatch(state(form).text, /kept on this computer/);
  tab.online();
  await untilState(tab, form, "saved");  // the server has it all the same
  await again(tab, SECTION);
  assert.equal((await contact(tab)).value, "Kari, in the canteen");
}));

test("the storage is blocked", story(async (world) => {
  const tuva = await world.person("mentor");
  tuva.isBlocked = true;
  const { tab, field, form } = await contacts(tuva);
  fill(field, "Kari");
  assert.match(state(form).text, /cannot keep a copy/);
  await untilState(tab, form, "saved");
  await again(tab, SECTION);
  assert.equal((await contact(tab)).value, "Kari");
}));

test("what the browser calls invalid is saved or refused in words", story(async (world) => {
  const tuva = await world.person("mentor"), tab = await plan(tuva);
  const parties = await section(tab, "Participants"), periods = () => tab.all("form[data-draft]").find((one) => tab.button("Add a period", one));
  fill(tab.field("E-mail", parties), "berit");
  await untilState(tab, parties, "saved");
  await section(tab, "Periods");
  await addRow(tab, periods, "Add a period", { "Hours in this period": "-5" });
  await world.until(() => state(periods()).text === "Everything is saved except what is marked");
  fill(tab.field("Hours in this period", periods()), "5");
  await untilState(tab, periods, "saved");
}));

test("words kept for a closed part are waited for before submitting", story(async (world) => {
  const tuva = await world.person("mentor"), tab = await handedIn(tuva, { isSent: false });
  add(await contact(tab), ", by pigeon");
  tab.cut();
  let slow;
  const before = tab.sent.length;
  slow = tab.hold("section");
  await tab.again();
  await slow.wait();
  tab.button("Submit the plan").click();
  await world.settle();
  assert.deepEqual(tab.sent.slice(before), []);
  slow.letGo();  // the save draws the button anew that waits for it
  await world.until(() => tab.button("Submit version 1"), "what will be submitted");
  assert.match(words(tab.one(".ix-version")), /Berit Antonsen, by pigeon/);
  await tab.press("Submit version 1");
  await tab.reads("Version 1 is submitted");
  assert.deepEqual(tab.sent.slice(before), ["save_section", "submit"]);
  await again(tab, SECTION);
  assert.equal((await contact(tab)).value, "Berit Antonsen, by pigeon");
}));

test("a part that could not come comes when it is opened again, or by itself", story(async (world) => {
  const tab = await plan(await world.person("mentor"));
  const edit = (title) => tab.one("details.ix-edit", part(tab, title));
  const alert = (title) => tab.one("[role=alert]", edit(title)), unfold = (title) => tab.one(":scope > summary", edit(title)).click();
  tab.isOffline = true;
  unfold(SECTION);
  await world.until(() => alert(SECTION));
  assert.match(words(alert(SECTION)), /That did not work/);
  await tab.press("Try again", edit(SECTION));
  await world.until(() => alert(SECTION));
  unfold(SECTION);
  await world.settle();
  tab.isOffline = false;
  assert.equal(edit(SECTION).open, false);
  unfold(SECTION);
  await world.until(() => tab.field(CONTACT, edit(SECTION)));
  assert.equal(alert(SECTION), null);

  tab.isOffline = true;
  unfold("Tasks");
  await world.until(() => alert("Tasks"));
  tab.online();
  await world.until(() => tab.button("Add a task", edit("Tasks")));
}));

test("a changed outcome finds its tasks closed or open", story(async (world) => {
  const tuva = await world.person("mentor"), tab = await plan(tuva);
  await copyExample(tab, OUTCOMES);
  await copyExample(tab, "Tasks");
  await section(tab, OUTCOMES);
  const form = (button) => tab.all("form[data-draft]").find((one) => tab.button(button, one)), outcomes = () => form("Add an outcome");
  const rows = () => tab.all(".ix-plan-row", outcomes()).map((row) => tab.field(OUTCOME, row));
  fill(rows()[0], "Explain a price");
  await tuva.allSaved();
  await addRow(tab, outcomes, "Add an outcome", { [OUTCOME]: "Mend a net" });
  await tuva.allSaved();
  await tab.press("Remove", tab.all(".ix-plan-row", outcomes())[1]);
  await world.until(() => rows().length === 3);
  await section(tab, "Tasks");
  const served = () => tab.all("label", tab.one("fieldset", form("Add a task"))).map(words);
  assert.equal(served()[0], "Explain a price");
  assert.match(served()[1], /^Discuss/);
  assert.equal(served()[2], "Mend a net");
  fill(rows().at(-1), "Mend two nets");
  await world.until(() => served().at(-1) === "Mend two nets");
  assert.deepEqual(tab.errors, []);
}));

test("more text than can be saved is refused at its field", story(async (world) => {
  const { tab, field, form } = await contacts(await world.person("mentor"));
  const route = tab.all("label", form).find((one) => words(one).startsWith("If something goes wrong")), long = tab.document.getElementById(route.htmlFor);
  const error = () => tab.document.getElementById(`${long.id}-error`);
  fill(field, "Kari");
  for (const [much, refused, said] of [
    [1_000_000, "This is more text than can be saved at once", /Not saved yet/],
    [2_001, "At most 2000 characters", /Everything is saved except what is marked/],
  ]) {
    fill(long, "x".repeat(much));
    await world.until(() => words(error()).includes(refused) && said.test(state(form).text), refused);
    assert.equal(long.getAttribute("aria-invalid"), "true");
    assert.equal(long.value.length, much);
  }
  fill(long, "Kari first");
  await untilState(tab, form, "saved");
  assert.equal(tab.one("[role=alert]", form), null);
  assert.deepEqual(tab.all("p.ix-error", form).map(words).filter(Boolean), []);
}));
