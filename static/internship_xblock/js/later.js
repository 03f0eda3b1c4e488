/* Parts that come when they are opened. Inside a closed <details> stands a place that fetches its part by htmx on the
 * event `ix-open` and is replaced by it. Where the answer fails the place stays, and opening again tries again.
 *
 * `data-later` is the part's name, which saves send along (nothing is sent back for what is not there yet);
 * `data-holds` is how the ids begin that will stand in it, for links that lead there; `data-drafted` is the draft that
 * its form will keep (drafts.js): where this computer holds words of it, the part is opened at once and they are put back.
 *
 * `data-earlier` marks the way to the older part of a list: how the ids of its lines begin, before their numbers. A link to one
 * that has not come presses the button there until it has.
 */
(function () {
  "use strict";

  function all(root) { return Array.prototype.slice.call(root.querySelectorAll("[data-later]")); }

  /* The way to the older part of the list in which an id will stand, if any. */
  function earlier(id) {
    return Array.prototype.filter.call(document.querySelectorAll("[data-earlier]"), function (one) {
      var start = one.dataset.earlier;
      return id.indexOf(start) === 0 && /^[0-9]/.test(id.slice(start.length));
    })[0];
  }

  function reachEarlier(way, wish) {
    var button = way.querySelector("button");
    button.internshipWish = wish;
    button.click();
  }

  function open(place) {
    var closed = place.closest("details:not([open])");
    while (closed) { closed.open = true; closed = place.closest("details:not([open])"); }
    window.htmx.trigger(place, "ix-open");  // one that is under way already is not asked for twice: hx-sync
  }

  /* Fetch what stands open under `root` and has not come. */
  function fetchOpen(root) {
    all(root).forEach(function (place) {
      if (!place.closest("details:not([open])")) { window.htmx.trigger(place, "ix-open"); }
    });
  }

  /* What was edited is read again where its form is closed. */
  function reread(part) {
    if (part.querySelector("form")) { window.htmx.trigger("#" + part.dataset.edit, "ix-read"); }
  }

  /* The text behind an open form is what is printed: it follows what is saved there, once nobody has typed for a moment. */
  function rereadSoon(part) {
    window.clearTimeout(part.internshipReread);
    part.internshipReread = window.setTimeout(function () {
      if (part.open && part.isConnected) { reread(part); }
    }, 3000);
  }

  // It does not bubble, so it is caught on its way down.
  document.addEventListener("toggle", function (event) {
    var part = event.target;
    if (!part.closest(".internship")) { return; }
    if (part.open) { fetchOpen(part); } else if (part.dataset.edit) { reread(part); }
  }, true);
  document.addEventListener("htmx:afterRequest", function (event) {
    var from = event.detail.elt, part = event.detail.successful && from.closest && from.closest("details[data-edit]");
    if (part && event.detail.requestConfig.verb === "post") { rereadSoon(part); }
  });
  // What was edited and cannot be read again is not shown as it was before: the form with the words in it stays open.
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.detail.elt.id && document.querySelector("details[data-edit='" + event.detail.elt.id + "']");
    if (form && !(event.detail.successful && !/<html[\s>]/i.test(event.detail.xhr.responseText))) { form.open = true; }
  });
  // What failed is tried again when the connection is back, or when somebody comes back from signing in in another tab.
  window.addEventListener("online", function () { fetchOpen(document); });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState !== "hidden") { fetchOpen(document); }
  });

  /* Before the text of a part comes anew: note what somebody has opened there and where they are, and take out the places into
   * which something comes: what stands there is not said twice (a personal link), and what is on its way finds its place. */
  function hold(text) {
    var now = document.activeElement;
    text.internshipHeld = {
      focus: text.contains(now) ? now : null,
      open: Array.prototype.map.call(text.querySelectorAll("details[open][id]"), function (one) { return one.id; }),
      places: Array.prototype.slice.call(text.querySelectorAll(".ix-talk > [id], [data-place]"))
    };
    text.internshipHeld.places.forEach(function (one) { one.remove(); });
  }

  /* The text has come: all of that is where it was, but for what hung on a row that is gone. */
  function putBack(text) {
    var held = text.internshipHeld, focus = held && held.focus;
    if (!held) { return; }
    text.internshipHeld = null;
    held.places.forEach(function (one) {
      var place = document.getElementById(one.id);
      if (place) { place.replaceWith(one); }
    });
    held.open.forEach(function (id) {
      var details = document.getElementById(id);
      if (details) { details.open = true; }
    });
    if (focus && !focus.isConnected) { focus = focus.id && document.getElementById(focus.id); }
    if (!focus || document.activeElement === focus) { return; }
    if (focus.matches("details, tr, li, div")) { focus.tabIndex = -1; }
    focus.focus({ preventScroll: true });
  }

  function isText(place) { return !!place && place.matches && place.matches(".ix-part-text"); }

  document.addEventListener("htmx:beforeSwap", function (event) {
    var xhr = event.detail.xhr;
    if (isText(event.detail.target) && xhr.status === 200 && !/<html[\s>]/i.test(xhr.responseText)) { hold(event.detail.target); }
  });
  document.addEventListener("htmx:oobBeforeSwap", function (event) { if (isText(event.detail.target)) { hold(event.detail.target); } });
  ["htmx:afterSwap", "htmx:oobAfterSwap"].forEach(function (name) {
    document.addEventListener(name, function (event) { if (isText(event.detail.target)) { putBack(event.detail.target); } });
  });

  document.addEventListener("htmx:configRequest", function (event) {
    var root = event.detail.elt.closest ? event.detail.elt.closest(".internship") : null;
    var names = root && event.detail.verb !== "get" ? all(root).map(function (place) { return place.dataset.later; }) : [];
    if (names.length) { event.detail.parameters.later = names; }
  });

  window.InternshipLater = {
    attach: function (root) {
      all(root).forEach(function (place) {
        if (place.internshipSeen) { return; }
        place.internshipSeen = true;
        place.internshipKept = window.InternshipCopies.isKept(root, place.dataset.drafted);
        if (place.internshipKept) { open(place); }
      });
    },

    /* Open the part in which an id will stand, and note that somebody waits to go there. */
    reach: function (id) {
      var place = all(document).filter(function (one) { return id.indexOf(one.dataset.holds) === 0; })[0];
      var way = !place && earlier(id);
      if (way) { reachEarlier(way, { id: id, from: document.activeElement, details: null }); }
      if (!place) { return; }
      place.internshipWish = { id: id, from: document.activeElement, details: place.closest("details") };
      open(place);
      place.scrollIntoView({ block: "nearest" });
    },

    /* Where to go now that a part has come: what was asked for, or the part where that is gone. Null where nobody waits
     * for it, or went on with something else meanwhile; true where what comes next may have it. */
    reached: function (place) {
      var wish = place && place.internshipWish, now = document.activeElement;
      if (!wish || place.isConnected) { return null; }
      place.internshipWish = null;
      if (now !== wish.from && now !== document.body) { return null; }
      var there = document.getElementById(wish.id), way = !there && earlier(wish.id);
      if (way) { reachEarlier(way, wish); return true; }
      return there || wish.details;
    },

    /* The places that wait for words kept on this computer. */
    kept: function (root) { return all(root).filter(function (place) { return place.internshipKept; }); },

    open: open
  };
}());
