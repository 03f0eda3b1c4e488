/* The draft keeper: no keystroke is lost. One for all tools.
 *
 * A form with `data-draft="<a name that stays>"` and a hidden field `revision` is kept on this computer at every
 * keystroke and saved one second after the last. The copy goes when the server has it. A copy found on arrival is put
 * back into the form and saved as an edit of the revision it began from: where somebody saved in between, the server
 * answers 409 and both texts are shown.
 *
 * Such a form says `autocomplete="off"`: or the browser, going back, puts in after us and without an event what stood there.
 *
 * A form that comes with words that the server could not keep names their fields in `data-not-kept`: they are kept here.
 *
 * With `data-draft-others` words are kept whose field has gone in the meantime (an entry now written by other questions).
 * With `data-draft-local` too (what is sent by its own button) it is kept on this computer only, until sent. Where such a form
 * says a revision, words kept for another one are shown beside it; with `data-draft-compared` they are put back all the same,
 * since the server compares them when they are sent. What is said of its state a form may word itself. `data-discard` in it is a button that throws them away, and
 * a place with `data-draft-waits="<the name>"` is shown where words of a form that is not on the page are kept (`data-draft-held`: by the
 * server). `data-held` is a copy that the server has of what was typed and not sent, for whoever comes from another computer.
 */
(function () {
  "use strict";
  var Keeper = window.InternshipKeeper, copies = window.InternshipCopies;

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
    else { keeper.complete(event.detail.parameters); }
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
    if (!keeper || keeper.isLocal || keeper.kindOf(config) !== 2 || !Keeper.hasArrived(detail.xhr)) { return; }
    var since = Keeper.changed(keeper.values(), keeper.sent), revision = detail.xhr.getResponseHeader("X-Internship-Revision");
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
  /* An element, or the one that was drawn anew in its place by what was saved while it waited. */
  function now(element) { return (!element.isConnected && element.id && document.getElementById(element.id)) || element; }

  /* Say beside the button why it did not go on, and open the place where something is unsaved. */
  function stopped(root, marked, form) {
    var part = marked.closest("form, [data-part]");
    var slot = marked.querySelector("[data-messages]") || (part || root).querySelector("[data-messages]");
    var box = document.createElement("div"), closed = form.closest("details"), wrong = window.InternshipFields.firstWrong(form);
    box.className = "ix-message ix-message--wrong";
    box.setAttribute("role", "alert");
    box.textContent = root.dataset[wrong ? "textStopped" : "textAttention"];
    if (slot) { slot.replaceChildren(box); }
    form.addEventListener("htmx:afterRequest", function gone(event) {  // what is settled is gone
      if (event.detail.elt !== form || !Keeper.hasArrived(event.detail.xhr)) { return; }
      box.remove();
      form.removeEventListener("htmx:afterRequest", gone);
    });
    if (closed) { closed.open = true; }
    if (wrong) { wrong.focus(); }
    (wrong || form).scrollIntoView({ block: wrong ? "center" : "nearest" });
  }

  /* Everything typed in the block that the server does not have: forms, and parts not here yet with words kept for them. */
  function unsaved(root) {
    window.InternshipDrafts.attach(root);  // a part may have come this very moment
    var keepers = Array.prototype.map.call(root.querySelectorAll("form[data-draft]"), keeperOf);
    return keepers.filter(function (keeper) {
      return keeper && !keeper.isLocal && (keeper.dirty || keeper.sending || keeper.busy || keeper.isPartly());
    }).concat(window.InternshipLater.kept(root).map(function (place) {
      return {
        form: place, send: function () { window.InternshipLater.open(place); },
        isStuck: function () { return !place.classList.contains("htmx-request"); }
      };
    }));
  }

  // What stands in or on `data-after-drafts` waits until all of it is saved, or the one that it names; refused saves stop it. A form's own button waits
  // where a save of it may have arrived or not, so that it begins from the right revision.
  document.addEventListener("htmx:confirm", function (event) {
    var detail = event.detail, root = detail.elt.closest ? detail.elt.closest(".internship") : null, own = keeperOf(detail.elt);
    var marked = root && detail.elt.closest("[data-after-drafts]");
    function open() {
      if (marked) {
        return unsaved(root).filter(function (one) {
          return !marked.dataset.afterDrafts || [one.form.dataset.draft, one.form.dataset.drafted].indexOf(marked.dataset.afterDrafts) >= 0;
        });
      }
      return own && own.unsure && own.kindOf(detail) === 2 ? [own] : [];
    }
    if (!open().length) { return; }
    event.preventDefault();
    open().forEach(function (one) { one.send(); });
    var watch = window.setInterval(function () {
      var left = open(), stuck = left.filter(function (one) { return one.isStuck(); });
      if (left.length && !stuck.length) { return; }
      window.clearInterval(watch);
      if (left.length && marked) { stopped(root, now(marked), stuck[0].form); }
      else if (detail.elt.isConnected) { detail.issueRequest(true); }
      else if (now(detail.elt).isConnected) { now(detail.elt).click(); }
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
    var button = event.target.closest ? event.target.closest("[data-keep-mine], [data-take-theirs], [data-discard]") : null;
    var keeper = keeperOf(button);
    if (!keeper) { return; }
    if (button.hasAttribute("data-discard")) { keeper.discard(); keeper.focusState(); return; }
    if (button.hasAttribute("data-keep-mine")) {
      keeper.form.elements.revision.value = button.dataset.keepMine;
      keeper.send();
      keeper.focusState();  // the buttons go with the message around them
    } else { keeper.forget(); window.location.reload(); }
  });

  window.InternshipDrafts = {
    attach: function (root) {
      root.querySelectorAll("[data-kept]").forEach(function (place) {
        if (!place.internshipSeen) { place.internshipSeen = true; copies.showKept(root, place); }
      });
      root.querySelectorAll("[data-draft-waits]").forEach(function (place) {
        place.hidden = !(place.hasAttribute("data-draft-held") || copies.isKept(root, place.dataset.draftWaits));
      });
      root.querySelectorAll("form[data-draft]").forEach(function (form) {
        if (form.internshipKeeper) { return; }
        form.internshipKeeper = new Keeper(form, root);
        form.internshipKeeper.start();
      });
      if (!root.internshipLoose) { root.internshipLoose = true; copies.showLoose(root, []); }
    }
  };
}());
