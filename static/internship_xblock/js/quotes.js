/* Quoting: words selected in an entry go into the form of the answer below it. A sentence chosen from its list does too.
 * What is quoted is an ordinary field of the form: the draft keeper keeps it, and the server asks whether it stands there.
 */
(function () {
  "use strict";
  var selected = null;  // the last selection within one passage: its words and its entry

  function passageOf(node) {
    var element = node && (node.nodeType === 1 ? node : node.parentElement);
    return element && element.closest ? element.closest(".internship [data-quotable]") : null;
  }

  document.addEventListener("selectionchange", function () {
    var selection = window.getSelection(), passage = selection && passageOf(selection.anchorNode);
    if (!selection || selection.isCollapsed || !passage) { return; }
    // Of a selection that runs over several passages the first counts: a quote is one passage.
    var inOne = passage === passageOf(selection.focusNode);
    selected = inOne ? { words: selection.toString(), entry: passage.closest(".ix-entry") } : null;
  });

  function partsOf(element) {
    var form = element.closest("form"), panel = form && form.querySelector("[data-quote-panel]");
    return panel && { form: form, panel: panel, field: panel.querySelector("[data-quote-field]"), button: form.querySelector("[data-quote]") };
  }

  function open(parts) {
    parts.panel.hidden = false;
    if (parts.button) { parts.button.setAttribute("aria-expanded", "true"); }
  }

  function put(parts, words) {
    parts.field.value = words.replace(/\s+/g, " ").trim();
    parts.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-quote]") : null, parts = button && partsOf(button);
    if (!parts || !parts.field) { return; }
    open(parts);
    if (selected && selected.words.trim() && selected.entry === button.closest(".ix-entry")) {
      put(parts, selected.words);
      selected = null;
      parts.field.focus();
    } else { (parts.panel.querySelector("[data-quote-choice]") || parts.field).focus(); }
  });

  document.addEventListener("change", function (event) {
    var choice = event.target.matches && event.target.matches("[data-quote-choice]") ? event.target : null;
    var parts = choice && partsOf(choice);
    if (parts && parts.field && choice.value) { put(parts, choice.value); }
  });

  window.InternshipQuotes = {
    /* A quote that was kept on this computer, or refused by the server, is not hidden. */
    attach: function (root) {
      root.querySelectorAll("[data-quote-field]").forEach(function (field) {
        var parts = field.value ? partsOf(field) : null;
        if (parts) { open(parts); }
      });
    }
  };
}());
