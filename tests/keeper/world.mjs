/**
 * People, their computers and their tabs, before the real demo: jsdom shows what the server renders, the sources of
 * `static/internship_xblock/js` and htmx run in it, and the connection does what a test says.
 *
 * What jsdom has not (layout, navigation, the rules by which a browser moves the focus) is not played here: that is tests/browser's.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { CookieJar, JSDOM, VirtualConsole, requestInterceptor } from "jsdom";

import { Clock } from "./clock.mjs";

const SERVER = process.env.KEEPER_SERVER;
const SCRIPT = readFileSync(process.env.KEEPER_SCRIPT, "utf-8");  // our sources in their order: scripts/keeper.py
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

/** A page in a tab. */
export class Tab {
  constructor(computer, address) {
    this.computer = computer;
    this.world = computer.world;
    this.address = address;
    this.rules = [];
    this.asked = [];  // the last part of each address that was asked for
    this.sent = [];  // those of them that a form was sent to
    this.foreign = "";  // what others run on the page, in the place of the player's own script
    this.isOffline = false;
    this.isClosed = true;
  }

  /** Load the address. `early` is done when the page stands there and our script has not come yet. */
  async load(early = () => undefined) {
    const { world, computer } = this, console = new VirtualConsole();
    this.inFlight = new Set();
    this.hasScript = new Promise((done) => { this.come = done; });
    console.on("jsdomError", (error) => {
      if (error.type !== "resource-loading" && error.type !== "not-implemented") { world.problems.push(error.cause || error); }
    });
    console.on("error", (...said) => { this.errors.push(said.join(" ")); });
    this.errors = [];
    const dom = await JSDOM.fromURL(SERVER + this.address, {
      cookieJar: computer.jar,
      runScripts: "dangerously",
      pretendToBeVisual: true,
      virtualConsole: console,
      resources: { interceptors: [requestInterceptor((request) => this.answer(request))] },
      beforeParse: (window) => { this.prepare(window); },
    });
    this.window = dom.window;
    this.document = dom.window.document;
    this.isClosed = false;
    early();
    this.come();
    if (this.document.readyState !== "complete") { await new Promise((done) => { this.window.addEventListener("load", done); }); }
    await world.until(() => !this.document.querySelector(".internship[data-keeper]:not([data-started])"), "the page has started");
    return this;
  }

  /** What a window is given before its page: the time of the test, the storage of the computer. */
  prepare(window) {
    const { world, computer, inFlight } = this;
    world.clock.install(window);
    Object.defineProperty(window, "localStorage", {
      get() {
        if (computer.isBlocked) { throw new window.DOMException("blocked", "SecurityError"); }
        return computer.home.localStorage;
      },
    });
    window.Element.prototype.scrollIntoView = () => undefined;  // there is no layout
    const evaluate = window.XPathExpression.prototype.evaluate;  // jsdom asks for the kind of result, which is 0 where none is named
    window.XPathExpression.prototype.evaluate = function evaluateAny(node, type = 0, ...rest) { return evaluate.call(this, node, type, ...rest); };
    const send = window.XMLHttpRequest.prototype.send;
    window.XMLHttpRequest.prototype.send = function sendAndTell(...body) {
      world.open.add(this);
      inFlight.add(this);
      this.addEventListener("loadend", () => { world.open.delete(this); inFlight.delete(this); });
      return send.apply(this, body);
    };
  }

  /** The connection: what is not spoken of in the rules goes to the server. */
  async answer(request) {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/built/internship.js")) {
      await this.hasScript;
      return new Response(SCRIPT, { headers: { "content-type": "text/javascript" } });
    }
    if (pathname.endsWith("/frame.js")) { return new Response(this.foreign, { headers: { "content-type": "text/javascript" } }); }
    if (/\.(css|woff2?)$/.test(pathname)) { return new Response("", { headers: { "content-type": "text/css" } }); }
    this.asked.push(pathname.split("/").pop());
    if (request.method === "POST") { this.sent.push(pathname.split("/").pop()); }
    if (this.isOffline) { throw new TypeError("no connection"); }
    const rule = this.rules.find((one) => one.address.test(pathname));
    return rule ? rule.answer(request) : undefined;
  }

  /** Answer what is asked of an address so, until `stop()`. */
  rule(address, answer) {
    const rule = { address: new RegExp(`/${address}$`), answer, stop: () => { this.rules = this.rules.filter((one) => one !== rule); } };
    this.rules.unshift(rule);
    return rule;
  }

  /** Hold back what is asked of an address. */
  hold(address) { return new Held(this, address); }

  /** Requests to an address do not arrive. */
  refuse(address) { return this.rule(address, () => { throw new TypeError("no connection"); }); }

  /** The next request to an address arrives, its answer does not. */
  lose(address) {
    const rule = this.rule(address, async (request) => {
      rule.stop();
      const answer = await fetch(request.url, { method: request.method, body: await request.arrayBuffer(), headers: request.headers });
      rule.status = answer.status;
      throw new TypeError("no connection");
    });
    return rule;
  }

  /** The site answers with its sign-in page, as the LMS does. */
  signOut() { return this.rule(".*", () => new Response("<html>Sign in</html>", { headers: { "content-type": "text/html" } })); }

  /** The connection comes back. */
  online() {
    this.isOffline = false;
    this.window.dispatchEvent(new this.window.Event("online"));
  }

  /** The tab is left for another, or comes to the front. */
  show(state) {
    Object.defineProperty(this.document, "visibilityState", { value: state, configurable: true });
    this.document.dispatchEvent(new this.window.Event("visibilitychange"));
  }

  close() {
    if (this.isClosed) { return; }
    this.isClosed = true;
    this.world.clock.release(this.window);
    this.inFlight.forEach((request) => { this.world.open.delete(request); });
    this.window.close();
  }

  /** The power goes: nothing that this tab might send at the end arrives. */
  cut() {
    this.isOffline = true;
    this.close();
  }

  /** The same address, loaded anew: what a later visit finds. The connection is as it was, unless it had none. */
  async again(early) {
    this.close();
    this.isOffline = false;
    return this.load(early);
  }

  said() { return `${this.address}: ${this.document.querySelector(".internship")?.textContent.replace(/\s+/g, " ").trim().slice(0, 1500)}`; }

  all(selector, scope = this.document) { return [...scope.querySelectorAll(selector)]; }

  one(selector, scope) { return this.all(selector, scope)[0] || null; }

  /** The button, or what unfolds, that reads so. */
  button(name, scope, at = 0) {
    return this.all("button, summary", scope).filter((one) => reads(one, name)).at(at) || null;
  }

  /** The field with this label. */
  field(label, scope, at = 0) {
    const found = this.all("label", scope).filter((one) => reads(one, label)).at(at);
    return found ? (found.htmlFor ? this.document.getElementById(found.htmlFor) : found.querySelector("input, select, textarea")) : null;
  }

  /** Press a button once it is there. */
  async press(name, scope, at = 0) {
    const button = await this.world.until(() => this.button(name, scope, at), `a button “${name}”`);
    button.focus();
    button.click();
    return button;
  }

  /** Wait for text on the page. */
  reads(text, scope) { return this.world.until(() => words(scope || this.document.body).includes(text), `the page reads “${text}”`); }
}

/** Requests to an address, held back until they are let go. */
export class Held {
  constructor(tab, address) {
    this.tab = tab;
    this.count = 0;
    this.gone = new Promise((done) => { this.free = done; });
    this.rule = tab.rule(address, async () => {
      this.count += 1;
      tab.world.held += 1;
      await this.gone;
    });
  }

  async wait() {
    await this.tab.world.until(() => this.count, `something is asked of ${this.rule.address}`);
    return this;
  }

  letGo() {
    this.rule.stop();
    this.tab.world.held -= this.count;
    this.free();
  }
}

function words(element) { return element.textContent.replace(/\s+/g, " ").trim(); }

function reads(element, name) { return name instanceof RegExp ? name.test(words(element)) : words(element) === name; }

/** Write so in a field, in place of what stands there. */
export function fill(field, text) {
  field.focus();
  field.value = text;
  say(field, "input");
}

/** Type after what stands in a field. */
export function add(field, text) { fill(field, field.value + text); }

/** Choose in a list, or tick a box. */
export function choose(field, value) {
  field.focus();
  if (/checkbox|radio/.test(field.type)) { field.checked = value; } else { field.value = value; }
  say(field, "change");
}

function say(field, name) { field.dispatchEvent(new field.ownerDocument.defaultView.Event(name, { bubbles: true })); }

/** The state that a form says it is in, and its words. */
export function state(form) {
  const place = form.querySelector("[data-save-state]");
  return { name: place.dataset.state || "", text: words(place) };
}

export { words };
