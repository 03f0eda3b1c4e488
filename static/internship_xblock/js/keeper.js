/* Keeps one form: what is typed in it, what was sent of it, what the server has of it. drafts.js says what happens around it.
 *
 * What counts as typed is what differs from the form as the server sent it, so words typed before this script has seen the
 * form count too; and what was typed since a request went out is not undone by its answer.
 */
(function () {
  "use strict";
  var PAUSE = 1000, RETRY = 4000;
  var copies = window.InternshipCopies, fields = window.InternshipFields;
  var numbered = fields.numbered, changed = fields.changed, fieldOf = fields.fieldOf, put = fields.put;

  function isPage(xhr) { return !!xhr && /<html/i.test(xhr.responseText); }

  /* Whether our server has it. Another's page with this status is the sign-in page of an expired session. */
  function hasArrived(xhr) { return !!xhr && xhr.status === 200 && !isPage(xhr); }

  /* Whether the server has what a button carried, though it refused the step after it. */
  function isKept(xhr) { return !!xhr && xhr.status === 422 && !isPage(xhr) && !!xhr.getResponseHeader("X-Internship-Revision"); }

  /* The names of the fields that the server could not keep while it kept all others. */
  function refusedOf(xhr) { return (isKept(xhr) && xhr.getResponseHeader("X-Internship-Refused") || "").split(" ").filter(Boolean); }

  /* What the server has of a form that comes: what stands in it, but for the fields that it names as not kept. */
  function savedIn(form) {
    var names = (form.dataset.notKept || "").split(" ");
    return fields.asItCame(form).map(function (pair) { return names.indexOf(pair[0]) < 0 ? pair : [pair[0], ""]; });
  }

  function Keeper(form, root) {
    var keeper = this;
    form.noValidate = true;  // or htmx would hold back, without a word, what the browser calls invalid, and saving would stop
    this.form = form; this.root = root; this.timer = null; this.again = false; this.dirty = false;
    this.sending = false;  // its own save is under way
    this.busy = false;  // a request of one of its buttons is
    this.base = this.sent = savedIn(form);  // what the server has, as far as we know, and what was sent last
    this.since = [];  // what was typed since a button was pressed whose answer is here
    this.unsure = null;  // a save of which nobody knows whether it arrived
    this.seen = JSON.stringify(this.base);
    this.isUncopied = false; this.isWaiting = false;
    this.refusedNames = [];  // fields that the server could not keep
    this.isLocal = form.hasAttribute("data-draft-local");
    // On the form itself: an answer may come when it has left the page already.
    form.addEventListener("htmx:beforeOnLoad", function (event) { keeper.arrived(event.detail); });
    form.addEventListener("htmx:afterRequest", function (event) { keeper.ended(event.detail); });
    // Each tab keeps a copy of its own: of two that change one text, neither writes over the other's words.
    this.name = copies.nameOf(root, form.dataset.draft);
    this.key = this.name + Math.random().toString(36).slice(2);
    this.copy = null;  // what stands under the key, as far as this tab knows
    this.old = null;  // the copy of an earlier visit that it goes on from
  }

  Keeper.prototype.values = function () { return fields.valuesOf(this.form, this.base); };

  Keeper.prototype.revision = function () { var field = this.form.elements.revision; return field ? field.value : ""; };

  Keeper.prototype.setRevision = function (revision) {
    if (revision && this.form.elements.revision) { this.form.elements.revision.value = revision; }
  };

  /* A copy of the form: which revision it began from, what stands in it, and what of that was typed. */
  Keeper.prototype.written = function () {
    var form = this.form, values = this.values(), typed = changed(values, this.base).filter(function (one) {
      return fieldOf(form, one).type !== "hidden";
    }).map(function (one) { return one.name; });
    return JSON.stringify({ revision: this.revision(), values: values, typed: typed, at: Date.now() });
  };

  Keeper.prototype.keep = function () {
    var copy = this.written();
    try {
      window.localStorage.setItem(this.key, copy);
      this.copy = copy; this.isUncopied = false;
      if (this.old) { copies.drop(this.old.key, this.old.copy); this.old = null; }
    } catch (problem) { this.isUncopied = true; }  // storage full or switched off: saving to the server goes on all the same
  };

  Keeper.prototype.forget = function () {
    try {
      if (this.isLocal) { copies.of(this.name).forEach(function (one) { window.localStorage.removeItem(one.key); }); }
      else {
        copies.drop(this.key, this.copy);
        if (this.old) { copies.drop(this.old.key, this.old.copy); this.old = null; }
      }
    } catch (problem) { /* nothing kept */ }
    this.isUncopied = false;
  };

  Keeper.prototype.place = function () {
    var form = this.form;  // another form may stand inside it, with a state of its own
    return Array.prototype.filter.call(form.querySelectorAll("[data-save-state]"), function (place) {
      return place.closest("form") === form;
    })[0] || this.root.querySelector("[data-save-state]");
  };

  Keeper.prototype.focusState = function () {
    var place = this.place();
    if (place) { place.tabIndex = -1; place.focus({ preventScroll: true }); }
  };

  /* Show one of the sentences of `data-text-<name>`: the form's own, or else the block's (ui/texts.py). */
  Keeper.prototype.say = function (name, extra) {
    this.state = name;
    if (this.isUncopied && /Kept|Offline/.test(name)) { name = "Uncopied"; }  // never promise a copy that there is not
    var place = this.place();
    var words = this.form.dataset["text" + name] || this.root.dataset["text" + name];
    if (place) { place.textContent = words + (extra ? " " + extra : ""); place.dataset.state = name.toLowerCase(); }
  };

  /* All is on the server that can be: say so, or that something is not. */
  Keeper.prototype.sayDone = function () {
    if (this.isPartly()) { this.say("Partly"); } else { this.say("Saved", window.InternshipMoments.clock(new Date(), this.root)); }
  };

  /* Whether something that stands in the form is not on the server, and cannot be until somebody changes it. */
  Keeper.prototype.isPartly = function () { return this.refusedNames.length > 0 || fields.unread(this.form).length > 0; };

  /* For a field that the browser cannot read the server is sent what it has. */
  Keeper.prototype.complete = function (parameters) {
    var base = this.base;
    fields.unread(this.form).forEach(function (field) {
      var known = base.filter(function (pair) { return pair[0] === field.name; })[0];
      if (field.name) { parameters[field.name] = known ? known[1] : ""; }
    });
  };

  /* A field that the browser cannot read was looked at. */
  Keeper.prototype.looked = function () {
    this.typed();
    if (!this.dirty && !this.sending && !this.busy && !this.isLocal) { this.sayDone(); }
  };

  Keeper.prototype.typed = function () {
    var values = JSON.stringify(this.values());
    if (values === this.seen) { return; }  // a field that is left says "change" too, long after its words were saved
    this.seen = values;
    if (this.isLocal && values === JSON.stringify(this.base)) { this.forget(); this.asItWas(); return; }
    this.dirty = true;
    this.keep();
    if (this.isLocal || this.isUncopied) { this.say("Kept"); }
    this.later(PAUSE);
  };

  /* There is nothing to keep, and nothing to say. */
  Keeper.prototype.asItWas = function () {
    this.dirty = false;
    if (this.place()) { this.place().textContent = ""; }
  };

  Keeper.prototype.later = function (wait) {
    var keeper = this;
    if (this.isLocal) { return; }
    this.stop();
    this.timer = window.setTimeout(function () { keeper.timer = null; keeper.send(); }, wait);
  };

  Keeper.prototype.stop = function () { window.clearTimeout(this.timer); this.timer = null; };

  Keeper.prototype.send = function () {
    if (!this.form.isConnected) { return; }
    if (this.sending || this.busy) { this.again = true; return; }
    this.stop();
    this.sending = true;
    this.say("Saving");
    window.htmx.trigger(this.form, "ix-save");
  };

  /* Whether a request is the form's: 1 its keeper's own, 2 another that carries all its fields, that of a button or of a form
   * sent whole. One of a form inside it is not. */
  Keeper.prototype.kindOf = function (config) {
    var form = config.elt.closest("form");  // null for a button that its answer has taken away
    if (config.elt === this.form) { return this.isLocal ? 2 : 1; }
    if (config.elt.hasAttribute("data-preview")) { return 0; }  // it shows what is typed, and keeps nothing
    return (form === this.form || !form) && config.verb === "post" ? 2 : 0;
  };

  /* A request goes out, with what stands in the form now. What is typed from here on makes the form dirty again. */
  Keeper.prototype.starts = function (kind) {
    if (kind === 2) { this.busy = true; }
    this.dirty = false; this.again = false;
    this.sent = kind === 1 && this.unsure ? this.unsure.values : this.values();
  };

  /* A button of the form, or a form sent by its own button: forget before the answer replaces the form, later none is found. */
  Keeper.prototype.arrived = function (detail) {
    var kept = isKept(detail.xhr);
    if (this.kindOf(detail.requestConfig) !== 2 || !(kept || hasArrived(detail.xhr))) { return; }
    this.has(detail.xhr);
    if (kept) { this.setRevision(detail.xhr.getResponseHeader("X-Internship-Revision")); }  // the form stays, and goes on from it
    if (!this.dirty) {
      this.stop();
      if (this.refusedNames.length) { this.keep(); } else { this.forget(); }
      if (kept) { this.sayDone(); }
    }
  };

  /* The server has what was sent, but for the fields that it names. */
  Keeper.prototype.has = function (xhr) {
    var names = this.refusedNames = refusedOf(xhr), before = {};
    numbered(this.base).forEach(function (one) { before[one.name + " " + one.at] = one.value; });
    this.base = numbered(this.sent).map(function (one) {
      var key = one.name + " " + one.at, isOut = names.indexOf(one.name) >= 0;
      return [one.name, isOut ? (key in before ? before[key] : "") : one.value];
    });
  };

  Keeper.prototype.ended = function (detail) {
    var kind = this.kindOf(detail.requestConfig), keeper = this, pressed = this.pressed;
    if (kind && detail.requestConfig.elt === this.form) { this.busy = false; this.answered(detail.xhr); return; }
    if (kind !== 2) { return; }
    this.busy = false; this.pressed = null;
    this.carry();
    if (isKept(detail.xhr)) {
      if (this.dirty) { this.later(PAUSE); }
    } else if (!hasArrived(detail.xhr)) {
      this.refused(detail.xhr);
      if (this.unsure) { this.later(0); }
    } else if (!this.dirty) { this.forget(); }
    if (pressed) { window.setTimeout(function () { if (pressed.isConnected) { pressed.click(); } else { keeper.later(0); } }, 0); }
    else if (this.again || (this.dirty && hasArrived(detail.xhr))) { this.later(PAUSE); }
  };

  Keeper.prototype.answered = function (xhr) {
    this.sending = false;
    this.stop();
    var status = xhr ? xhr.status : 0, wasUnsure = this.unsure;
    if (status === 200 && this.isLocal) { this.dirty = this.isWaiting = false; return; }
    if (hasArrived(xhr) || isKept(xhr)) {
      this.unsure = null; this.isWaiting = false;
      this.setRevision(xhr.getResponseHeader("X-Internship-Revision"));
      this.has(xhr);
      if (this.dirty || this.again || changed(this.values(), this.sent).length) {
        this.dirty = true;
        this.keep();
        this.later(wasUnsure ? 0 : PAUSE);
        return;
      }
      if (this.refusedNames.length) { this.keep(); } else { this.forget(); }
      this.sayDone();
      return;
    }
    this.refused(xhr);
    if (status === 409 && wasUnsure) { this.later(0); }  // what is compared is what stands here now
    else if (status === 409) { this.say("Conflict"); }
    else if (this.isWaiting || (status >= 400 && status < 500)) { this.say("Attention"); }
    else { this.say("Offline"); this.later(RETRY); }
  };

  /* Not saved, as far as we know. A request without an answer may have arrived all the same: what it carried is sent once more,
   * as it was, before what was typed since, and the server sees that it has it. */
  Keeper.prototype.refused = function (xhr) {
    var status = xhr ? xhr.status : 0, isLost = !this.isLocal && (status === 0 || status > 500);
    this.isWaiting = isPage(xhr) || status === 401 || status === 403;
    this.unsure = isLost ? this.unsure || { parameters: this.parameters, values: this.sent } : null;
    this.dirty = true;
    this.keep();
  };

  /* The form is left, or the page: what was typed in the last second goes out now. */
  Keeper.prototype.isPending = function () { this.typed(); return this.dirty && this.timer !== null && !this.isLocal; };

  /* What was typed while a button's request was under way, into what its answer has brought. */
  Keeper.prototype.carry = function () {
    var since = this.since, form = this.form, draft = form.dataset.draft, caret = this.caret;
    this.since = [];
    if (!since.length) { return; }
    if (!form.isConnected) {
      this.forget();  // all else has been saved
      form = Array.prototype.filter.call(this.root.querySelectorAll("form[data-draft]"), function (one) {
        return one.dataset.draft === draft;
      })[0];
    }
    copies.loosen(this.root, form ? put(form, since) : since);
    if (caret && document.activeElement.id === caret.id) {
      try { document.activeElement.setSelectionRange(caret.from, caret.to); } catch (problem) { /* a field without a caret */ }
    }
    if (form && form.internshipKeeper) { form.internshipKeeper.typed(); }
  };

  /* Go on from what is here: typed before this script came, or kept on an earlier visit. Where both are, and differ, the copy
   * waits for the next visit: there the server finds that it is older, and both are shown. */
  Keeper.prototype.start = function () {
    var kept = null, isTyped = JSON.stringify(this.values()) !== this.seen, missing;
    try { kept = copies.of(this.name)[0]; } catch (problem) { /* no storage, no copy */ }
    if (kept && !Array.isArray(kept.values)) { kept = null; }
    kept = this.newer(kept, isTyped);
    if (kept && (!isTyped || JSON.stringify(kept.values) === JSON.stringify(this.values()))) { this.old = kept.key ? kept : null; }
    if (isTyped) { this.typed(); return; }
    if (!kept) { return; }
    if (JSON.stringify(kept.values) === this.seen) { this.forget(); return; }
    if (this.isLocal && kept.revision !== this.revision() && !this.form.hasAttribute("data-draft-compared")) { this.outdated(kept); return; }
    missing = put(this.form, numbered(kept.values));
    if (this.form.hasAttribute("data-draft-others")) { missing.forEach(keepAlong, this.form); }
    else { copies.loosen(this.root, missing.filter(function (one) { return !kept.typed || kept.typed.indexOf(one.name) >= 0; })); }
    this.setRevision(kept.revision);
    this.seen = JSON.stringify(this.values());
    this.dirty = true;
    this.keep();
    this.say("Restored");
    this.later(PAUSE);
  };

  /* The copy to go on from: that of this computer, or a newer one that the server has (`data-held`), from another. What only the
   * older one has is shown beside it. */
  Keeper.prototype.newer = function (kept, isTyped) {
    var held = null;
    try { held = JSON.parse(this.form.dataset.held || "null"); } catch (problem) { /* not ours */ }
    if (!held || !Array.isArray(held.values) || (kept && kept.at >= held.at)) { return kept; }
    if (kept && !isTyped && JSON.stringify(kept.values) !== JSON.stringify(held.values)) { this.outdated(kept); }
    return held;
  };

  /* What the form shows was changed elsewhere since these words were typed, and no server will compare the two: they are shown
   * beside it, and the form stays as it is. */
  Keeper.prototype.outdated = function (kept) {
    copies.loosen(this.root, numbered(kept.values).filter(function (one) { return !kept.typed || kept.typed.indexOf(one.name) >= 0; }));
    this.forget();
  };

  /* Away with what was typed and not sent: the form is again as it came. */
  Keeper.prototype.discard = function () {
    this.forget();
    window.HTMLFormElement.prototype.reset.call(this.form);
    this.seen = JSON.stringify(this.values());
    this.asItWas();
  };

  /* Words whose field is no longer on the page go along hidden, where the form says that they may: the server keeps them. */
  function keepAlong(one) {
    if (typeof one.value !== "string" || !one.value.trim()) { return; }
    var field = document.createElement("input");
    field.type = "hidden"; field.name = one.name; field.value = one.value;
    this.appendChild(field);
  }

  Keeper.prototype.isStuck = function () { return !this.sending && !this.busy && /Conflict|Attention|Offline|Partly/.test(this.state); };

  Keeper.hasArrived = hasArrived;
  Keeper.changed = changed;
  window.InternshipKeeper = Keeper;
}());
