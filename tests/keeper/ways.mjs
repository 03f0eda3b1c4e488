/** How people get to a form, and what they wait for there. */
import { choose, fill, state, words } from "./tab.mjs";
import { LESSONS, World } from "./world.mjs";

export const KEEP = "Keep it private for now", CHANGE = "Edit the text";
export const SECTION = "Contacts and time", CONTACT = "Contact at the university";

/** Run a test with a world of its own. */
export function story(work) {
  return async (context) => {
    const world = new World();
    try { await work(world, context); } finally { world.close(); }
  };
}

/** The log of somebody new, with the form of an entry. */
export async function log(computer) {
  const tab = await computer.tab("log");
  await beginLog(tab);
  return tab;
}

export async function beginLog(tab) {
  for (const name of ["Begin your log", "Yes, open a new one", "Write an entry"]) {
    await tab.world.until(() => tab.button(name) || draft(tab), `“${name}” or a form`);
    if (tab.button(name)) {
      await tab.press(name);
      await tab.world.until(() => !tab.button(name) || draft(tab), `“${name}” leads on`);
    }
  }
  await tab.world.until(() => draft(tab), "the form of an entry");
}

/** The plan of somebody new. */
export async function plan(computer) {
  const tab = await computer.tab("plan");
  await tab.press("Begin the plan");
  await tab.press("Yes, open a new one");
  await tab.reads("What next");
  return tab;
}

/** The first form that is kept. */
export function draft(tab) { return tab.one("form[data-draft]"); }

/** A field of an entry. */
export function entry(tab, label = "What?") { return tab.field(label, draft(tab)); }

/** A part of the plan's document. */
export function part(tab, title) {
  return tab.all(".ix-version + .ix-document > section.ix-part").find((one) => words(tab.one(".ix-part-head h4", one)) === title);
}

/** Edit a part of the plan; returns its form. */
export async function section(tab, title) {
  const edit = () => part(tab, title) && tab.one("details.ix-edit", part(tab, title));
  await tab.world.until(edit, `the part “${title}”`);
  if (!edit().open) { tab.one(":scope > summary", edit()).click(); }
  return tab.world.until(() => tab.one("form[data-draft]", edit()), `the form of “${title}”`);
}

/** Press *Done* at a part that is edited, and wait until its text reads so. */
export async function done(tab, title, reads) {
  tab.one("details.ix-edit > summary", part(tab, title)).click();
  await tab.world.until(() => words(tab.one(".ix-part-text", part(tab, title))).includes(reads), `“${title}” reads “${reads}”`);
}

/** Read the example beside a part and copy it. */
export async function copyExample(tab, title) {
  await tab.press("See an example", part(tab, title));
  await tab.world.until(() => tab.button("Copy this into the plan", part(tab, title)), `the example of “${title}”`);
  await tab.press("Copy this into the plan", part(tab, title));
  await tab.world.until(() => part(tab, title).textContent.includes("From the example"), `the example stands in “${title}”`);
}

/** Look at what will be submitted, and submit it. */
export async function submit(tab, number = 1) {
  await tab.press("Submit the plan");
  await tab.press(`Submit version ${number}`);
  await tab.reads(`Version ${number} is submitted`);
}

/** The field that the tests write in, in a plan. */
export async function contact(tab) { return tab.field(CONTACT, await section(tab, SECTION)); }

export function untilState(tab, form, name) {
  return tab.world.until(() => state(typeof form === "function" ? form() : form).name === name, `the form is ${name}`);
}

/** Answer a field, a list by what stands in it. */
function answer(field, words) {
  if (field.tagName === "SELECT") { choose(field, [...field.options].find((one) => one.text === words).value); } else { fill(field, words); }
}

/** The row of a list in a plan, once it has come; it has the focus. */
export async function addRow(tab, form, button, answers) {
  const rows = () => tab.all(".ix-plan-row", form()), before = rows().length;
  await tab.press(button, form());
  await tab.world.until(() => rows().length === before + 1, `“${button}” brings a row`);
  for (const [label, words] of Object.entries(answers)) { answer(tab.field(label, rows().at(-1)), words); }
}

/** A later visit to a plan, with a part unfolded. */
export async function again(tab, title) {
  await tab.again();
  return section(tab, title);
}

/** The author's settings of a block, as their dialog opens. */
export function settings(author, unit, block) {
  const key = (name) => encodeURIComponent(`block-v1:Internship+Mentor+2026+type@${name}`);
  return author.tab(`/studio/${key(`vertical+block@${LESSONS[unit]}`)}/?edit=${key(block)}`);
}

/** Let the writers of a log choose the questions of Gibbs. */
export async function offerGibbs(author) {
  const tab = await settings(author, "log", "internship_log+block@mentor-log");
  choose(tab.field("Gibbs: six steps from description to action"), true);
  await tab.press("Save");
  await tab.world.until(() => tab.sent.length, "the settings are saved");
  tab.close();
}

/** Name somebody in the plan and make their personal link; returns its address. */
export async function invite(tab, role, name) {
  await section(tab, "Participants");
  const form = () => tab.all("form[data-draft]").find((one) => tab.button("Add a participant", one));
  await addRow(tab, form, "Add a participant", { Role: role, Name: name });
  await done(tab, "Participants", name);
  await tab.press("Invite with personal links");
  const panel = () => tab.all("fieldset, [role=group]").find((one) => one.textContent.includes(name) && tab.button(/personal link|new link/, one));
  await tab.world.until(panel, "the panel of the links");
  await tab.press(/personal link|new link/, panel());
  return (await tab.world.until(() => tab.one("a[href*='/join/']"), "the link")).href;
}

/** What the server has in this person's log: seen from another computer. */
export async function stored(computer, words) {
  const tab = await (await computer.elsewhere()).tab("log");
  await tab.world.until(() => tab.document.body.textContent.includes(words)
    || tab.all("textarea").some((field) => field.value === words), `the server has “${words}”`);
  tab.close();
}

/** A plan in which nothing is left to settle, with words in the part of the contacts; `isSent` submits it. */
export async function handedIn(computer, { isSent = true } = {}) {
  const tab = await plan(computer);
  for (const title of ["Periods", "Learning outcomes", "Tasks", "Checkpoints"]) {
    await copyExample(tab, title);
    const form = await section(tab, title), ours = () => tab.all("form[data-draft]").find((one) => one.dataset.draft === form.dataset.draft);
    await tab.press("Confirm all of these", ours());
    await tab.world.until(() => !ours().textContent.includes("From the example"), `${title} is theirs`);
  }
  const answers = {
    "Practical and legal": {
      "Insurance: who covers injury and damage?": "The university covers injury, we cover damage. Asked on both sides.",
      "Health and safety: who briefs the student, and when?": "Aslak, on the first morning.",
      "Confidentiality: what stays inside the company?": "The names of buyers.",
      "Adjustments the student needs": "Not needed",
    },
    "Contacts and time": {
      [CONTACT]: "Berit Antonsen",
      "If something goes wrong: who is told first, and who next?": "Kari, then the head of studies.",
      "Hours a week the mentor sets aside": "2",
    },
    Participants: { "Without a second mentor: who steps in, for example at the university": "Berit Antonsen" },
  };
  for (const [title, fields] of Object.entries(answers)) {
    const form = await section(tab, title);
    for (const [label, answered] of Object.entries(fields)) { answer(tab.field(label, form), answered); }
    await untilState(tab, form, "saved");
  }
  await tab.world.until(() => tab.button("Submit the plan"));
  if (isSent) { await submit(tab); }
  return tab;
}
