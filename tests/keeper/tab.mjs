/**
 * A tab of somebody's computer: jsdom shows what the server renders, the sources of `static/internship_xblock/js` and htmx run in
 * it, and the connection does what a test says.
 *
 * What jsdom has not (layout, navigation, the rules by which a browser moves the focus) is not played here: that is tests/browser's.
 */
import { readFileSync } from "node:fs";
import { JSDOM, VirtualConsole, requestInterceptor } from "jsdom";

export const SERVER = process.env.KEEPER_SERVER;
const SCRIPT = readFileSync(process.env.KEEPER_SCRIPT, "utf-8");  // our sources in their order: scripts/keeper.py

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
  say(field, "input");
  say(field, "change");
}

function say(field, name) { field.dispatchEvent(new field.ownerDocument.defaultView.Event(name, { bubbles: true })); }

/** The state that a form says it is in, and its words. */
export function state(form) {
  const place = form.querySelector("[data-save-state]");
  return { name: place.dataset.state || "", text: words(place) };
}

export { words };
