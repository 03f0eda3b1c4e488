/** Our blocks start by themselves, once: whatever the blocks of others on the page do, and whenever ours arrive. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { fill } from "./tab.mjs";
import { contact, story, untilState } from "./ways.mjs";

test("what arrives later starts too, and starting twice is nothing", story(async (world) => {
  const tab = await (await world.person("mentor")).tab("plan");
  const old = tab.one(".internship[data-keeper]"), place = old.parentElement, { id } = old;
  const html = old.outerHTML.replace(' data-started="yes"', "");
  old.remove();
  place.insertAdjacentHTML("beforeend", html);  // as Studio brings a block by AJAX: its HTML, then its init function for it
  await world.until(() => tab.one(".internship[data-started]"));
  const startAgain = () => { for (let time = 0; time < 3; time += 1) { tab.window.InternshipBlock({}, place, { id }); } };
  startAgain();
  const asked = tab.asked.length;
  await tab.press("Begin the plan");
  await tab.press("Yes, open a new one");
  await tab.reads("What next");
  assert.deepEqual(tab.asked.slice(asked).filter((one) => /begin|start_placement/.test(one)), ["begin", "start_placement"]);
  const field = await contact(tab);
  fill(field, "Kari");
  startAgain();
  await untilState(tab, field.form, "saved");
  await world.pass(2_000);
  assert.deepEqual(tab.sent.filter((one) => one === "save_section"), ["save_section"]);
}));

test("a block of somebody else that fails keeps ours from nothing", story(async (world) => {
  const tuva = await world.person("mentor");
  const tab = await tuva.tab("plan", (opened) => { opened.foreign = 'throw new Error("somebody else\'s block")'; });
  assert.equal(world.problems.length, 1);
  assert.match(String(world.problems.pop()), /somebody else's block/);
  await tab.press("Begin the plan");
  await tab.press("Yes, open a new one");
  await tab.reads("What next");
}));
