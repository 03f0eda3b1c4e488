/* The draft keeper: no keystroke is lost. One for all tools.
 *
 * A form with `data-draft="<a name that stays>"` and a hidden field `revision` is kept on this computer at every
 * keystroke and saved one second after the last. The copy goes when the server has it. A copy found on arrival is put
 * back into the form and saved as an edit of the revision it began from: where somebody saved in between, the server
 * answers 409 and both texts are shown.
 *
 * With `data-draft-others` words are kept whose field has gone in the meantime (an entry now written by other questions).
 * With `data-draft-local` too (an answer that is sent by its own button) it is kept on this computer only, until sent.
 */
(function () {
  "use strict";
  var PAUSE = 1000, RETRY = 4000, PREFIX = "internship:";

  function nameOf(root, draft) { return PREFIX + root.dataset.keeper + ":" + root.id + ":" + draft + ":"; }

  /* The copies under a name on this computer, the newest first. Throws where there is no storage. */
  function copiesOf(name) {
    return Object.keys(window.localStorage).filter(function (key) { return key.indexOf(name) === 0; }).map(function (key) {
      var copy = window.localStorage.getItem(key), kept = null;
      try { kept = JSON.parse(copy); } catch (problem) { /* not ours */ }
      return { key: key, copy: copy, revision: kept && kept.revision, values: kept && kept.values, at: (kept && kept.at) || 0 };
    }).sort(function (one, other) { return other.at - one.at; });
  }

  function Keeper(form, root) {
    form.noValidate = true;  // or htmx would hold back, without a word, what the browser calls invalid, and saving would stop
    this.form = form; this.root = root; this.timer = null; this.sending = false; this.again = false; this.dirty = false;
    this.seen = JSON.stringify(this.values());
    this.isUncopied = false; this.isWaiting = false;
    this.isLocal = form.hasAttribute("data-draft-local");
    // Each tab keeps a copy of its own: of two that change one text, neither writes over the other's words.
    this.name = nameOf(root, form.dataset.draft);
    this.key = this.name + Math.random().toString(36).slice(2);
    this.copy = null;  // what stands under the key, as far as this tab knows
  }

  Keeper.prototype.values = function () {
    return Array.prototype.filter.call(this.form.elements, function (field) {
      return field.name && field.name !== "revision" && field.type !== "submit" && field.type !== "button";
    }).map(function (field) {
      var ticks = field.type === "checkbox" || field.type === "radio";
      return [field.name, ticks ? [field.value, field.checked] : field.value];
    });
  };

  Keeper.prototype.revision = function () { var field = this.form.elements.revision; return field ? field.value : ""; };

  Keeper.prototype.keep = function () {
    var copy = JSON.stringify({ revision: this.revision(), values: this.values(), at: Date.now() });
    try {
      window.localStorage.setItem(this.key, copy);
      this.copy = copy; this.isUncopied = false;
    } catch (problem) { this.isUncopied = true; }  // storage full or switched off: saving to the server goes on all the same
  };

  Keeper.prototype.forget = function () {
    try {
      if (this.isLocal) { copiesOf(this.name).forEach(function (one) { window.localStorage.removeItem(one.key); }); }
      else if (window.localStorage.getItem(this.key) === this.copy) { window.localStorage.removeItem(this.key); }
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

  Keeper.prototype.say = function (name, extra) {
    this.state = name;
    if (this.isUncopied && /Kept|Offline/.test(name)) { name = "Uncopied"; }  // never promise a copy that there is not
    var place = this.place();
    if (place) { place.textContent = this.root.dataset["text" + name] + (extra ? " " + extra : ""); place.dataset.state = name.toLowerCase(); }
  };

  Keeper.prototype.typed = function () {
    var values = JSON.stringify(this.values());
    if (values === this.seen) { return; }  // a field that is left says "change" too, long after its words were saved
    this.seen = values;
    this.dirty = true;
    this.keep();
    if (this.isLocal || this.isUncopied) { this.say("Kept"); }
    this.later(PAUSE);
  };

  Keeper.prototype.later = function (wait) {
    var keeper = this;
    if (this.isLocal) { return; }
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(function () { keeper.send(); }, wait);
  };

  Keeper.prototype.send = function () {
    if (!this.form.isConnected) { return; }
    if (this.sending) { this.again = true; return; }
    this.sending = true; this.again = false; this.dirty = false;
    this.say("Saving");
    window.htmx.trigger(this.form, "ix-save");
  };

  Keeper.prototype.answered = function (xhr) {
    this.sending = false;
    window.clearTimeout(this.timer);
    var status = xhr ? xhr.status : 0, isPage = !!xhr && /<html/i.test(xhr.responseText);
    this.isWaiting = isPage || status === 401 || status === 403;
    if (status === 200 && this.isLocal) { this.dirty = false; return; }
    if (status === 200 && !isPage) {
      var revision = xhr.getResponseHeader("X-Internship-Revision");
      if (revision && this.form.elements.revision) { this.form.elements.revision.value = revision; }
      if (this.dirty || this.again) { this.keep(); this.later(PAUSE); return; }
      this.forget();
      this.say("Saved", new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    } else if (status === 409) { this.dirty = true; this.keep(); this.say("Conflict"); }
    else if (this.isWaiting || (status >= 400 && status < 500)) { this.dirty = true; this.keep(); this.say("Attention"); }
    else { this.dirty = true; this.keep(); this.say("Offline"); this.later(RETRY); }
  };

  Keeper.prototype.restore = function () {
    var found = [], kept;
    try { found = copiesOf(this.name); } catch (problem) { /* no storage, no copy */ }
    kept = found[0];
    if (!kept || !Array.isArray(kept.values)) { return; }
    this.key = kept.key; this.copy = kept.copy;
    var form = this.form, seen = {};
    if (JSON.stringify(kept.values) === JSON.stringify(this.values())) { this.forget(); return; }
    kept.values.forEach(function (pair) {
      var name = pair[0], value = pair[1], index = seen[name] || 0, fields;
      fields = Array.prototype.filter.call(form.elements, function (field) { return field.name === name; });
      seen[name] = index + 1;
      if (!fields[index]) { keepAlong(form, name, value); return; }
      if (fields[index].type === "hidden") { return; }
      if (Array.isArray(value)) { fields[index].checked = value[1]; } else { fields[index].value = value; }
    });
    if (form.elements.revision && kept.revision) { form.elements.revision.value = kept.revision; }
    this.dirty = true;
    this.say("Restored");
    this.later(PAUSE);
  };

  /* Words whose field is no longer on the page go along hidden, where the form says that they may: the server keeps them. */
  function keepAlong(form, name, value) {
    if (!form.hasAttribute("data-draft-others") || typeof value !== "string" || !value.trim()) { return; }
    var field = document.createElement("input");
    field.type = "hidden"; field.name = name; field.value = value;
    form.appendChild(field);
  }

  function keeperOf(element) {
    var form = element && element.closest ? element.closest("form") : null;
    return form && form.internshipKeeper;
  }

  /* Whether a request carries all fields of the form but is not the keeper's own: a button of the form, or a form sent whole. */
  function isWhole(event, keeper) {
    return (keeper.isLocal || event.detail.elt !== keeper.form) && event.detail.requestConfig.verb === "post";
  }

  document.addEventListener("input", function (event) { var keeper = keeperOf(event.target); if (keeper) { keeper.typed(); } });
  document.addEventListener("change", function (event) { var keeper = keeperOf(event.target); if (keeper) { keeper.typed(); } });
  document.addEventListener("htmx:afterRequest", function (event) {
    var element = event.detail.elt, keeper = keeperOf(element);
    if (keeper && element === keeper.form) { keeper.answered(event.detail.xhr); }
    else if (keeper && isWhole(event, keeper)) {
      if (!event.detail.successful) { keeper.dirty = true; } else if (!keeper.dirty) { keeper.forget(); }
    }
  });
  // What is typed while such a request is under way makes the form dirty again, and is kept.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var keeper = keeperOf(event.detail.elt);
    if (keeper && isWhole(event, keeper)) { keeper.dirty = false; }
  });
  // A button of the form, or a form sent by its own button: forget before the answer replaces the form, later none is found.
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    var element = event.detail.elt, keeper = keeperOf(element), xhr = event.detail.xhr;
    if (keeper && isWhole(event, keeper) && !keeper.dirty && xhr.status === 200 && !/<html/i.test(xhr.responseText)) {
      window.clearTimeout(keeper.timer);
      keeper.forget();
    }
  });
  /* Say beside the button why it did not go on, and open the place where something is unsaved. */
  function stopped(root, marked, form) {
    var slot = marked.querySelector("[data-messages]") || root.querySelector("[data-messages]");
    var box = document.createElement("div"), closed = form.closest("details");
    box.className = "ix-message ix-message--wrong";
    box.setAttribute("role", "alert");
    box.textContent = root.dataset.textAttention;
    if (slot) { slot.replaceChildren(box); }
    if (closed) { closed.open = true; }
    form.scrollIntoView({ block: "nearest" });
  }

  /* Everything typed in the block that the server does not have: forms, and parts not here yet with words kept for them. */
  function unsaved(root) {
    window.InternshipDrafts.attach(root);  // a part may have come this very moment
    var keepers = Array.prototype.map.call(root.querySelectorAll("form[data-draft]"), keeperOf);
    return keepers.filter(function (keeper) {
      return keeper && !keeper.isLocal && (keeper.dirty || keeper.sending);
    }).concat(window.InternshipLater.kept(root).map(function (place) {
      return {
        form: place, send: function () { window.InternshipLater.open(place); },
        isStuck: function () { return !place.classList.contains("htmx-request"); }
      };
    }));
  }

  Keeper.prototype.isStuck = function () { return !this.sending && /Conflict|Attention|Offline/.test(this.state); };

  // What stands in or on `data-after-drafts` waits until all of it is saved; refused saves stop it.
  document.addEventListener("htmx:confirm", function (event) {
    var marked = event.detail.elt.closest ? event.detail.elt.closest("[data-after-drafts]") : null;
    var root = marked && marked.closest(".internship"), open = root ? unsaved(root) : [];
    if (!open.length) { return; }
    event.preventDefault();
    open.forEach(function (one) { one.send(); });
    var watch = window.setInterval(function () {
      open = unsaved(root);
      var stuck = open.filter(function (one) { return one.isStuck(); });
      if (open.length && !stuck.length) { return; }
      window.clearInterval(watch);
      if (!open.length) { event.detail.issueRequest(true); }
      else { stopped(root, marked, stuck[0].form); }
    }, 50);
  });
  window.addEventListener("online", function () {
    document.querySelectorAll("form[data-draft]").forEach(function (form) {
      if (form.internshipKeeper && form.internshipKeeper.dirty) { form.internshipKeeper.later(0); }
    });
  });
  /* Signed out, or somebody else signed in, in another tab: whoever comes back from there finds it saved. */
  function comeBack() {
    if (document.visibilityState === "hidden") { return; }
    document.querySelectorAll("form[data-draft]").forEach(function (form) {
      var keeper = form.internshipKeeper;
      if (keeper && keeper.isWaiting && keeper.dirty) { keeper.later(0); }
    });
  }
  document.addEventListener("visibilitychange", comeBack);
  window.addEventListener("focus", comeBack);
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-keep-mine], [data-take-theirs]") : null;
    var keeper = keeperOf(button);
    if (!keeper) { return; }
    if (button.hasAttribute("data-keep-mine")) {
      keeper.form.elements.revision.value = button.dataset.keepMine;
      keeper.send();
      keeper.focusState();  // the buttons go with the message around them
    } else { keeper.forget(); window.location.reload(); }
  });

  /* Words for a form that this person no longer has here: shown, to be copied, until they are thrown away. What stands in
   * the text around already is not said twice. */
  function showKept(root, place) {
    var copies = [], known = place.dataset.known.split(" "), around = (place.parentNode.textContent || "").replace(/\s+/g, " "), words = [];
    try { copies = copiesOf(nameOf(root, place.dataset.kept)); } catch (problem) { /* no storage, no copy */ }
    copies.forEach(function (copy) {
      (Array.isArray(copy.values) ? copy.values : []).forEach(function (pair) {
        var text = typeof pair[1] === "string" && !/^(placement|section|row)$/.test(pair[0]) ? pair[1].trim() : "";
        var isThere = around.indexOf(text.replace(/\s+/g, " ")) >= 0 || known.some(function (one) { return one && (one === text || Number(one) === Number(text)); });
        if (text && !isThere && words.indexOf(text) < 0) { words.push(text); }
      });
    });
    if (!words.length) { return; }
    var box = document.createElement("div"), said = document.createElement("p"), area = document.createElement("textarea");
    var button = document.createElement("button");
    box.className = "ix-message ix-message--mind";
    said.id = root.id + "-kept-" + place.dataset.kept;
    said.textContent = root.dataset.textRefused;
    area.readOnly = true; area.rows = 3; area.dir = "auto"; area.value = words.join("\n\n");
    area.setAttribute("aria-labelledby", said.id);
    button.type = "button"; button.className = "ix-button ix-button--quiet"; button.textContent = root.dataset.textDiscard;
    button.addEventListener("click", function () {
      copies.forEach(function (copy) { window.localStorage.removeItem(copy.key); });
      box.remove();
    });
    box.append(said, area, button);
    place.replaceChildren(box);
  }

  window.InternshipDrafts = {
    /* Whether this computer holds words of a draft whose form is not on the page yet. */
    isKept: function (root, draft) {
      try { return copiesOf(nameOf(root, draft)).some(function (one) { return Array.isArray(one.values); }); }
      catch (problem) { return false; }
    },
    attach: function (root) {
      root.querySelectorAll("[data-kept]").forEach(function (place) {
        if (!place.internshipSeen) { place.internshipSeen = true; showKept(root, place); }
      });
      root.querySelectorAll("form[data-draft]").forEach(function (form) {
        if (form.internshipKeeper) { return; }
        form.internshipKeeper = new Keeper(form, root);
        form.internshipKeeper.restore();
      });
    }
  };
}());
