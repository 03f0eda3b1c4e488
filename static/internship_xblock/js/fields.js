/* What stands in the fields of a form, and which of them the browser itself cannot read.
 *
 * Half a date, or 30 February, has an empty value: to a server it would be an answer that somebody took out. So for such a
 * field the value counts that it had before, the field says so in words, and no button goes on while it stands there.
 */
(function () {
  "use strict";
  var PAUSE = 1000, LEFT = 250;  // ms after the last key, and after a field is left

  function fieldsOf(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.name !== "revision" && field.name !== "csrfmiddlewaretoken" && field.type !== "submit" && field.type !== "button";
    });
  }

  function valueOf(field) {
    var ticks = field.type === "checkbox" || field.type === "radio";
    return [field.name, ticks ? [field.value, field.checked] : field.value];
  }

  /* What stands in a form; where something cannot be read, what stood there in `base`. */
  function valuesOf(form, base) {
    var count = {};
    return fieldsOf(form).map(function (field) {
      var at = count[field.name] = (count[field.name] || 0) + 1;
      var before = isUnread(field) && base ? base.filter(function (pair) { return pair[0] === field.name; })[at - 1] : null;
      return before || valueOf(field);
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
      if (Array.isArray(one.value)) { field.checked = one.value[1]; } else { field.value = one.value; show(field); }
      return false;
    });
  }

  /* Words come into a line that was not needed until now: it is, with those before it. */
  function show(field) {
    var line = field.value && field.closest("[data-line]");
    while (line && line.hidden) { line.hidden = false; line = line.previousElementSibling; }
  }

  /* Open what is folded above a field in its form: something is to be seen there. */
  function uncover(field) {
    var closed = field.closest("details:not([open])");
    while (closed && field.form && field.form.contains(closed)) { closed.open = true; closed = field.closest("details:not([open])"); }
    return field;
  }

  function firstWrong(form) {
    var wrong = form.querySelector("[aria-invalid=true]");
    return wrong && uncover(wrong);
  }

  function isUnread(field) { return !!(field.validity && field.validity.badInput); }

  function unread(form) { return Array.prototype.filter.call(form.elements, isUnread); }

  /* Say at a field that it cannot be read, or that it can again. */
  function mark(field, root) {
    var slot = document.getElementById(field.id + "-error"), isBad = isUnread(field);
    if (!slot || (!isBad && !field.internshipUnread)) { return; }
    field.internshipUnread = isBad;
    slot.textContent = isBad ? root.dataset[field.type === "date" ? "textNoDay" : "textUnread"] : "";
    if (isBad) { field.setAttribute("aria-invalid", "true"); } else { field.removeAttribute("aria-invalid"); }
  }

  /* Look at a field that somebody leaves, or has not touched for a while. Nothing tells of half a date but the keys. */
  function look(field) {
    var root = field.closest(".internship"), form = field.form;
    window.clearTimeout(field.internshipLooking);
    if (!root || !field.isConnected || !(isUnread(field) || field.internshipUnread)) { return; }
    mark(field, root);
    if (form && form.internshipKeeper) { form.internshipKeeper.looked(); }
  }

  // Not at once when it is left for a button: words that come would move the button away from under the press.
  [["focusout", LEFT], ["keyup", PAUSE], ["input", PAUSE], ["change", PAUSE]].forEach(function (one) {
    document.addEventListener(one[0], function (event) {
      var field = event.target;
      if (!field.validity || !(isUnread(field) || field.internshipUnread)) { return; }
      window.clearTimeout(field.internshipLooking);
      field.internshipLooking = window.setTimeout(function () { look(field); }, one[1]);
    });
  });

  /* No button takes a form along, or away, of which the browser cannot read a field. A keeper's own save goes: with the rest. */
  document.addEventListener("htmx:confirm", function (event) {
    var elt = event.detail.elt, form = elt.closest && elt.closest(".internship") ? elt.closest("form") : null;
    var isSave = form && elt === form && form.internshipKeeper && !form.internshipKeeper.isLocal;
    if (!form || isSave || (elt !== form && event.detail.verb !== "post")) { return; }
    var bad = unread(form);
    if (!bad.length) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();  // drafts.js must not send it after all
    bad.forEach(look);
    uncover(bad[0]).focus();
    bad[0].scrollIntoView({ block: "center" });
  });

  document.addEventListener("htmx:afterRequest", function (event) {  // what was said at a field went with the answer
    var root = event.detail.elt.closest ? event.detail.elt.closest(".internship") : null;
    if (!root) { return; }
    root.querySelectorAll("input").forEach(function (field) { if (field.internshipUnread) { mark(field, root); } });
  });

  window.InternshipFields = {
    valuesOf: valuesOf, asItCame: asItCame, numbered: numbered, changed: changed, fieldOf: fieldOf, put: put, unread: unread,
    uncover: uncover, firstWrong: firstWrong
  };
}());
