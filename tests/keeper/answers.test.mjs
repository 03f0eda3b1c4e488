/** Answers that are lost, refused, late, or another's: what was typed is sent once more, and no button is pressed twice. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { add, fill, state } from "./tab.mjs";
import { KEEP, SECTION, again, contact, draft, entry, log, plan, section, story, stored, untilState } from "./ways.mjs";

const BUSY = 503;

test("an answer is lost and typing goes on", story(async (world) => {
  const tuva = await world.person("mentor"), tab = await plan(tuva);
  const field = await contact(tab), form = await section(tab, SECTION), lost = tab.lose("save_section");
  fill(field, "It arrived");
  await untilState(tab, form, "offline");
  assert.equal(lost.status, 200);
  assert.equal(state(form).text, "Offline: kept on this computer");
  add(field, ", and went on");
  await untilState(tab, form, "saved");
  assert.equal(tab.one("[data-mine]"), null, "no conflict with oneself");
  await again(tab, SECTION);
  assert.equal((await contact(tab)).value, "It arrived, and went on");
}));

test("an answer is lost and a button is pressed", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil), lost = tab.lose("save_entry");
  fill(entry(tab), "It arrived");
  await untilState(tab, draft(tab), "offline");
  assert.equal(lost.status, 200);
  add(entry(tab), ", and went on");
  await tab.press(KEEP);
  await world.until(() => tab.one("article.ix-entry")?.textContent.includes("It arrived, and went on"));
  await emil.allSaved();
}));

test("a button is pressed when the session has expired", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil), out = tab.signOut();
  fill(entry(tab), "Written in time");
  await tab.press(KEEP);
  await tab.reads("You have been signed out", draft(tab));
  await world.pass(1_200);
  assert.equal(emil.copies().length, 1);
  out.stop();
  tab.show("visible");
  await untilState(tab, () => draft(tab), "saved");
  await emil.allSaved();
  await stored(emil, "Written in time");
}));

test("a button is pressed without a connection", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  fill(entry(tab), "Written in time");
  await untilState(tab, draft(tab), "saved");
  tab.isOffline = true;
  await tab.press(KEEP);
  await world.until(() => state(draft(tab)).text === "Offline: kept on this computer");
  tab.online();
  await untilState(tab, draft(tab), "saved");
  await tab.press(KEEP);
  await world.until(() => tab.one("article.ix-entry")?.textContent.includes("Written in time"));
}));

test("who leaves the form or the page does not wait a second", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  fill(entry(tab), "Left");
  tab.button("See an example entry").focus();
  await world.pass(300);  // a pause in typing is a second
  assert.equal(state(draft(tab)).name, "saved");
  fill(entry(tab), "Turned away");
  tab.show("hidden");
  await world.pass(300);
  assert.deepEqual(emil.copies(), []);
  await stored(emil, "Turned away");
}));

test("what was saved and refused goes on from there", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  fill(tab.field("Hours", draft(tab)), "7");
  await tab.press("Continue to sharing");
  await tab.reads("Your entry is saved. One thing is missing");
  await emil.allSaved();
  fill(entry(tab), "Mended nets");
  await emil.allSaved();
  assert.equal(tab.one("[data-mine]"), null);
  await stored(emil, "Mended nets");
}));

test("a database that is busy is asked again by itself", story(async (world) => {
  const emil = await world.person("student"), tab = await log(emil);
  const said = '<div class="ix-message ix-message--wrong" role="alert"><p>Nothing was changed; please try again.</p></div>';
  const busy = tab.rule("save_entry", () => {
    busy.stop();
    return new Response(said, { status: BUSY, headers: { "content-type": "text/html" } });
  });
  const before = tab.sent.length;
  fill(entry(tab), "Mended nets, and nobody pressed twice");
  await emil.allSaved();
  assert.deepEqual(tab.sent.slice(before), ["save_entry", "save_entry"]);
  await stored(emil, "Mended nets, and nobody pressed twice");
}));
