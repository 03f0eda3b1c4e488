/* The draft keeper: no keystroke is lost. One for all tools.
 *
 * A form with `data-draft="<a name that stays>"` and a hidden field `revision` is kept on this computer at every
 * keystroke and saved one second after the last. The copy goes when the server has it. A copy found on arrival is put
 * back into the form and saved as an edit of the revision it began from: where somebody saved in between, the server
 * answers 409 and both texts are shown.
 *
 * What counts as typed is what differs from the form as the server sent it, so words typed before this script has seen the
 * form count too; and what was typed since a request went out is not undone by its answer.
 * Such a form says `autocomplete="off"`: or the browser, going back, puts in after us and without an event what stood there.
 *
 * With `data-draft-others` words are kept whose field has gone in the meantime (an entry now written by other questions).
 * With `data-draft-local` too (an answer that is sent by its own button) it is kept on this computer only, until sent.
 */
(function () {
  "use strict";
  var PAUSE = 1000, RETRY = 4000, PREFIX = "internship:";
  var LOOSE = "*loose";  // in the place of a draft's name: words that have no form any more

  function nameOf(root, draft) { return PREFIX + root.dataset.keeper + ":" + root.id + ":" + draft + ":"; }

  /* The copies under a name on this computer, the newest first. Throws where there is no storage. */
  function copiesOf(name) {
    return Object.keys(window.localStorage).filter(function (key) { return key.indexOf(name) === 0; }).map(function (key) {
      var copy = window.localStorage.getItem(key), kept = null;
      try { kept = JSON.parse(copy); } catch (problem) { /* not ours */ }
      kept = kept || {};
      return { key: key, copy: copy, revision: kept.revision, values: kept.values, typed: kept.typed, at: kept.at || 0 };
    }).sort(function (one, other) { return other.at - one.at; });
  }

  function valuesOf(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.name !== "revision" && field.type !== "submit" && field.type !== "button";
    }).map(function (field) {
      var ticks = field.type === "checkbox" || field.type === "radio";
      return [field.name, ticks ? [field.value, field.checked] : field.value];
    });
  }

  /* The values of a form before anybody typed in it. */
  function asItCame(form) {
    var untouched = form.cloneNode(true);
    window.HTMLFormElement.prototype.reset.call(untouched);
    return valuesOf(untouched);
  }

  function numbered(values) {
    var count = {};
    return values.map(function (pair) {
      count[pair[0]] = (count[pair[0]] || 0) + 1;
      return { name: pair[0], at: count[pair[0]] - 1, value: pair[1] };
    });
  }

  /* What is otherwise in `values` than it was in `before`. */
  function changed(values, before) {
    var known = {};
    numbered(before).forEach(function (one) { known[one.name + " " + one.at] = JSON.stringify(one.value); });
    return numbered(values).filter(function (one) { return known[one.name + " " + one.at] !== JSON.stringify(one.value); });
  }

  function fieldOf(form, one) {
    return Array.prototype.filter.call(form.elements, function (field) { return field.name === one.name; })[one.at];
  }

  /* Put words into the fields they were typed in; returns those whose field is not there. */
  function put(form, words) {
    return words.filter(function (one) {
      var field = fieldOf(form, one);
      if (!field) { return true; }
      if (field.type === "hidden") { return false; }
      if (Array.isArray(one.value)) { field.checked = one.value[1]; } else { field.value = one.value; }
      return false;
    });
  }

  function isPage(xhr) { return !!xhr && /<html/i.test(xhr.responseText); }

  /* Whether our server has it. Another's page with this status is the sign-in page of an expired session. */
  function hasArrived(xhr) { return !!xhr && xhr.status === 200 && !isPage(xhr); }

  function Keeper(form, root) {
    var keeper = this;
    form.noValidate = true;  // or htmx would hold back, without a word, what the browser calls invalid, and saving would stop
    this.form = form; this.root = root; this.timer = null; this.again = false; this.dirty = false;
    this.sending = false;  // its own save is under way
    this.busy = false;  // a request of one of its buttons is
    this.base = this.sent = asItCame(form);  // what the server has, as far as we know, and what was sent last
    this.since = [];  // what was typed since a button was pressed whose answer is here
    this.unsure = null;  // a save of which nobody knows whether it arrived
    this.seen = JSON.stringify(this.base);
    this.isUncopied = false; this.isWaiting = false;
    this.isLocal = form.hasAttribute("data-draft-local");
    // On the form itself: an answer may come when it has left the page already.
    form.addEventListener("htmx:beforeOnLoad", function (event) { keeper.arrived(event.detail); });
    form.addEventListener("htmx:afterRequest", function (event) { keeper.ended(event.detail); });
    // Each tab keeps a copy of its own: of two that change one text, neither writes over the other's words.
    this.name = nameOf(root, form.dataset.draft);
    this.key = this.name + Math.random().toString(36).slice(2);
    this.copy = null;  // what stands under the key, as far as this tab knows
    this.old = null;  // the copy of an earlier visit that it goes on from
  }

  Keeper.prototype.values = function () { return valuesOf(this.form); };

  Keeper.prototype.revision = function () { var field = this.form.elements.revision; return field ? field.value : ""; };

  Keeper.prototype.setRevision = function (revision) {
    if (revision && this.form.elements.revision) { this.form.elements.revision.value = revision; }
  };

  function drop(key, copy) { if (window.localStorage.getItem(key) === copy) { window.localStorage.removeItem(key); } }

  Keeper.prototype.keep = function () {
    var form = this.form, values = this.values(), typed = changed(values, this.base).filter(function (one) {
      return fieldOf(form, one).type !== "hidden";
    }).map(function (one) { return one.name; });
    var copy = JSON.stringify({ revision: this.revision(), values: values, typed: typed, at: Date.now() });
    try {
      window.localStorage.setItem(this.key, copy);
      this.copy = copy; this.isUncopied = false;
      if (this.old) { drop(this.old.key, this.old.copy); this.old = null; }
    } catch (problem) { this.isUncopied = true; }  // storage full or switched off: saving to the server goes on all the same
  };

  Keeper.prototype.forget = function () {
    try {
      if (this.isLocal) { copiesOf(this.name).forEach(function (one) { window.localStorage.removeItem(one.key); }); }
      else {
        drop(this.key, this.copy);
        if (this.old) { drop(this.old.key, this.old.copy); this.old = null; }
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
    if (this.kindOf(detail.requestConfig) !== 2 || !hasArrived(detail.xhr)) { return; }
    this.base = this.sent;
    if (!this.dirty) { this.stop(); this.forget(); }
  };

  Keeper.prototype.ended = function (detail) {
    var kind = this.kindOf(detail.requestConfig), keeper = this, pressed = this.pressed;
    if (kind && detail.requestConfig.elt === this.form) { this.busy = false; this.answered(detail.xhr); return; }
    if (kind !== 2) { return; }
    this.busy = false; this.pressed = null;
    this.carry();
    if (!hasArrived(detail.xhr)) {
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
    if (hasArrived(xhr)) {
      this.unsure = null; this.isWaiting = false;
      this.setRevision(xhr.getResponseHeader("X-Internship-Revision"));
      this.base = this.sent;
      if (this.dirty || this.again || changed(this.values(), this.sent).length) {
        this.dirty = true;
        this.keep();
        this.later(wasUnsure ? 0 : PAUSE);
        return;
      }
      this.forget();
      this.say("Saved", window.InternshipMoments.clock(new Date(), this.root));
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
    loosen(this.root, form ? put(form, since) : since);
    if (caret && document.activeElement.id === caret.id) {
      try { document.activeElement.setSelectionRange(caret.from, caret.to); } catch (problem) { /* a field without a caret */ }
    }
    if (form && form.internshipKeeper) { form.internshipKeeper.typed(); }
  };

  /* Go on from what is here: typed before this script came, or kept on an earlier visit. Where both are, and differ, the copy
   * waits for the next visit: there the server finds that it is older, and both are shown. */
  Keeper.prototype.start = function () {
    var kept = null, isTyped = JSON.stringify(this.values()) !== this.seen, missing;
    try { kept = copiesOf(this.name)[0]; } catch (problem) { /* no storage, no copy */ }
    if (kept && !Array.isArray(kept.values)) { kept = null; }
    if (kept && (!isTyped || JSON.stringify(kept.values) === JSON.stringify(this.values()))) { this.old = kept; }
    if (isTyped) { this.typed(); return; }
    if (!kept) { return; }
    if (JSON.stringify(kept.values) === this.seen) { this.forget(); return; }
    missing = put(this.form, numbered(kept.values));
    if (this.form.hasAttribute("data-draft-others")) { missing.forEach(keepAlong, this.form); }
    else { loosen(this.root, missing.filter(function (one) { return !kept.typed || kept.typed.indexOf(one.name) >= 0; })); }
    this.setRevision(kept.revision);
    this.seen = JSON.stringify(this.values());
    this.dirty = true;
    this.keep();
    this.say("Restored");
    this.later(PAUSE);
  };

  /* Words whose field is no longer on the page go along hidden, where the form says that they may: the server keeps them. */
  function keepAlong(one) {
    if (typeof one.value !== "string" || !one.value.trim()) { return; }
    var field = document.createElement("input");
    field.type = "hidden"; field.name = one.name; field.value = one.value;
    this.appendChild(field);
  }

  function keeperOf(element) {
    var form = element && element.closest ? element.closest("form") : null;
    return form && form.internshipKeeper;
  }

  document.addEventListener("input", function (event) { var keeper = keeperOf(event.target); if (keeper) { keeper.typed(); } });
  document.addEventListener("change", function (event) { var keeper = keeperOf(event.target); if (keeper) { keeper.typed(); } });
  document.addEventListener("focusout", function (event) {
    var keeper = keeperOf(event.target);
    if (keeper && !keeper.form.contains(event.relatedTarget) && keeper.isPending()) { keeper.later(0); }
  });
  document.addEventListener("htmx:configRequest", function (event) {
    var keeper = keeperOf(event.detail.elt);
    var kind = keeper && keeper.kindOf(event.detail);
    if (!kind) { return; }
    if (kind === 1 && keeper.unsure) { event.detail.parameters = keeper.unsure.parameters; }
    keeper.parameters = event.detail.parameters;
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    var keeper = keeperOf(event.detail.elt), kind = keeper && keeper.kindOf(event.detail.requestConfig);
    if (kind) { keeper.starts(kind); }
  });
  /* The answer to a button, when more was typed since it was pressed. One that would take the form away and says which revision
   * it made is not shown: the button is pressed again, with all there is now. What others replace is put back after them. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    var detail = event.detail, config = detail.requestConfig, keeper = config && keeperOf(config.elt), now = document.activeElement;
    if (!keeper || keeper.isLocal || keeper.kindOf(config) !== 2 || !hasArrived(detail.xhr)) { return; }
    var since = changed(keeper.values(), keeper.sent), revision = detail.xhr.getResponseHeader("X-Internship-Revision");
    if (since.length && revision && detail.target.contains(keeper.form)) {
      detail.shouldSwap = false;
      keeper.setRevision(revision);
      keeper.pressed = config.elt;
    } else {
      keeper.since = since;
      keeper.caret = now && now.form === keeper.form ? { id: now.id, from: now.selectionStart, to: now.selectionEnd } : null;
    }
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    var keeper = event.detail.requestConfig && keeperOf(event.detail.requestConfig.elt);
    if (keeper) { keeper.carry(); }
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
      return keeper && !keeper.isLocal && (keeper.dirty || keeper.sending || keeper.busy);
    }).concat(window.InternshipLater.kept(root).map(function (place) {
      return {
        form: place, send: function () { window.InternshipLater.open(place); },
        isStuck: function () { return !place.classList.contains("htmx-request"); }
      };
    }));
  }

  Keeper.prototype.isStuck = function () { return !this.sending && !this.busy && /Conflict|Attention|Offline/.test(this.state); };

  // What stands in or on `data-after-drafts` waits until all of it is saved; refused saves stop it. A form's own button waits
  // where a save of it may have arrived or not, so that it begins from the right revision.
  document.addEventListener("htmx:confirm", function (event) {
    var detail = event.detail, root = detail.elt.closest ? detail.elt.closest(".internship") : null, own = keeperOf(detail.elt);
    var marked = root && detail.elt.closest("[data-after-drafts]");
    function open() {
      if (marked) { return unsaved(root); }
      return own && own.unsure && own.kindOf(detail) === 2 ? [own] : [];
    }
    if (!open().length) { return; }
    event.preventDefault();
    open().forEach(function (one) { one.send(); });
    var watch = window.setInterval(function () {
      var left = open(), stuck = left.filter(function (one) { return one.isStuck(); });
      if (left.length && !stuck.length) { return; }
      window.clearInterval(watch);
      if (left.length && marked) { stopped(root, marked, stuck[0].form); } else { detail.issueRequest(true); }
    }, 50);
  });
  window.addEventListener("online", function () {
    document.querySelectorAll("form[data-draft]").forEach(function (form) {
      if (form.internshipKeeper && form.internshipKeeper.dirty) { form.internshipKeeper.later(0); }
    });
  });
  /* Signed out, or somebody else signed in, in another tab: whoever comes back from there finds it saved. So does who leaves. */
  function comeBack() {
    var isHidden = document.visibilityState === "hidden";
    document.querySelectorAll("form[data-draft]").forEach(function (form) {
      var keeper = form.internshipKeeper;
      if (!keeper) { return; }
      if (isHidden && keeper.isPending()) { keeper.send(); }
      if (!isHidden && keeper.isWaiting && keeper.dirty) { keeper.later(0); }
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
    offer(root, place, copies, words, root.id + "-kept-" + place.dataset.kept);
  }

  function offer(root, place, copies, words, id) {
    if (!words.length) { return; }
    var box = document.createElement("div"), said = document.createElement("p"), area = document.createElement("textarea");
    var button = document.createElement("button");
    box.className = "ix-message ix-message--mind";
    said.id = id;
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

  /* Words whose field went while they were typed, or before they came back: shown at the top, until they are thrown away. */
  function loosen(root, missing) {
    var words = missing.filter(function (one) { return typeof one.value === "string" && one.value.trim(); });
    if (!words.length) { return; }
    try {
      window.localStorage.setItem(nameOf(root, LOOSE) + Math.random().toString(36).slice(2), JSON.stringify({
        values: words.map(function (one) { return [one.name, one.value]; }), at: Date.now()
      }));
    } catch (problem) { /* shown all the same */ }
    showLoose(root, words.map(function (one) { return one.value.trim(); }));
  }

  function showLoose(root, words) {
    var copies = [], place = root.querySelector("[data-loose]");
    try { copies = copiesOf(nameOf(root, LOOSE)); } catch (problem) { /* no storage, no copy */ }
    copies.forEach(function (copy) {
      (Array.isArray(copy.values) ? copy.values : []).forEach(function (pair) { if (words.indexOf(pair[1]) < 0) { words.push(pair[1]); } });
    });
    if (!words.length) { return; }
    if (!place) {
      place = document.createElement("div");
      place.dataset.loose = "";
      place.setAttribute("role", "alert");
      root.insertBefore(place, root.firstChild);
    }
    offer(root, place, copies, words, root.id + "-loose");
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
        form.internshipKeeper.start();
      });
      if (!root.internshipLoose) { root.internshipLoose = true; showLoose(root, []); }
    }
  };
}());
