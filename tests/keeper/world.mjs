/** People and their computers before the real demo; tab.mjs has their tabs, clock.mjs the time. */
import assert from "node:assert/strict";
import { CookieJar, JSDOM } from "jsdom";

import { Clock } from "./clock.mjs";
import { SERVER, Tab } from "./tab.mjs";

export const LESSONS = { first: "m0-how-1", log: "m5-comment-2", plan: "m2-submit-2", sample: "m5-comment-1", promise: "m8-commitment-1" };
const PATIENCE = 10_000;  // ms by the clock of the test: what has not happened then does not

/** Let jsdom finish what it has begun: events of answers, of files, of what is unfolded. */
function turn() { return new Promise((done) => { setTimeout(done, 1); }); }

let people = 0;

/** One test's people and time. */
export class World {
  constructor() {
    this.clock = new Clock();
    this.open = new Set();  // requests under way
    this.held = 0;  // those of them that a test holds back
    this.tabs = [];
    this.problems = this.clock.problems;
  }

  /** Somebody whom nobody knows yet, at a computer: `student`, `mentor`, `author` ... */
  async person(role) {
    people += 1;
    const key = `${role}-${process.pid}${String(people).padStart(3, "0")}`;
    return new Computer(this, key).signIn(key);
  }

  /** Wait until no answer is on its way and nothing is due. */
  async settle() {
    for (let quiet = 0; quiet < 2;) {
      await turn();
      quiet = this.clock.run() || this.open.size > this.held ? 0 : quiet + 1;
    }
  }

  /** Let so many milliseconds pass. */
  async pass(wait) {
    const end = this.clock.now + wait;
    await this.settle();
    while (this.clock.now < end) {
      this.clock.now = Math.min(end, Math.max(this.clock.now, this.clock.next()));
      await this.settle();
    }
  }

  /** Wait for something to become true, or to come; returns it. */
  async until(look, what = String(look)) {
    const end = this.clock.now + PATIENCE;
    for (;;) {
      await this.settle();
      const found = look();
      if (found) { return found; }
      if (this.clock.now >= end) { break; }
      this.clock.now = Math.min(end, Math.max(this.clock.now + 1, this.clock.next()));
    }
    assert.fail(`did not happen: ${what}\n${this.tabs.filter((tab) => !tab.isClosed).map((tab) => tab.said()).join("\n")}`);
  }

  close() {
    this.tabs.forEach((tab) => tab.close());
    assert.deepEqual(this.problems.map((problem) => problem.stack || String(problem)), [], "errors of our scripts");
  }
}

/** A computer: its tabs share cookies and storage. */
export class Computer {
  constructor(world, key) {
    this.world = world;
    this.key = key;
    this.jar = new CookieJar();
    this.home = new JSDOM("", { url: SERVER }).window;  // its storage is the computer's
    this.isFull = this.isBlocked = false;
    const keep = this.home.Storage.prototype.setItem, computer = this;
    this.home.Storage.prototype.setItem = function setItem(...pair) {
      if (computer.isFull) { throw new computer.home.DOMException("full", "QuotaExceededError"); }
      return keep.apply(this, pair);
    };
  }

  async ask(path, options = {}) {
    const answer = await fetch(SERVER + path, { redirect: "manual", ...options, headers: { ...options.headers, cookie: await this.jar.getCookieString(SERVER) } });
    for (const cookie of answer.headers.getSetCookie()) { await this.jar.setCookie(cookie, SERVER); }
    return answer;
  }

  /** Become one of the people, for all tabs of this computer. */
  async signIn(key) {
    await this.ask("/");
    const token = (await this.jar.getCookies(SERVER)).find((cookie) => cookie.key === "csrftoken").value;
    const answer = await this.ask("/view-as/", { method: "POST", body: new URLSearchParams({ person: key }), headers: { "X-CSRFToken": token } });
    assert.equal(answer.status, 302);
    await this.ask("/");
    return this;
  }

  /** Open a lesson, or another address, in a new tab. */
  async tab(place, before = () => undefined) {
    const id = LESSONS[place];
    const tab = new Tab(this, id ? `/xblock/block-v1:Internship+Mentor+2026+type@vertical+block@${id}/` : place);
    this.world.tabs.push(tab);
    before(tab);
    await tab.load();
    return tab;
  }

  /** The same person at another computer. */
  async elsewhere() { return new Computer(this.world, this.key).signIn(this.key); }

  /** The names of the copies that this computer keeps. */
  copies() { return Object.keys(this.home.localStorage).filter((name) => name.startsWith("internship:")); }

  /** What the copies say, as one text. */
  kept() { return this.copies().map((name) => this.home.localStorage.getItem(name)).join(" "); }

  /** Wait until this computer keeps nothing that the server does not have. */
  allSaved() { return this.world.until(() => !this.copies().length, "everything is saved"); }
}
