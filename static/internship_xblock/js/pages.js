/* Keeps what is typed into a form of our own pages on this computer until it is sent: a lost connection, a closed tab
 * or an expired session costs no word. `data-keep` names the form for one person, `data-sent` says it was sent. */
(function () {
  "use strict";
  var PREFIX = "internship:page:";

  function attach(form) {
    var key = PREFIX + form.dataset.keep, place = form.querySelector("[data-save-state]"), kept;
    var fields = Array.prototype.filter.call(form.elements, function (field) { return field.name && /^(text|textarea)$/.test(field.type); });

    function say(text) { if (place) { place.textContent = text; } }
    function forget() { try { window.localStorage.removeItem(key); } catch (problem) { /* nothing was kept */ } }

    if (form.hasAttribute("data-sent")) { forget(); }
    try { kept = JSON.parse(window.localStorage.getItem(key) || "null"); } catch (problem) { kept = null; }
    if (kept && typeof kept === "object") {
      fields.forEach(function (field) {
        var text = kept[field.name];
        if (typeof text === "string" && text && !field.value) { field.value = text; say(form.dataset.textRestored); }
      });
    }
    form.addEventListener("input", function () {
      var values = {};
      fields.forEach(function (field) { values[field.name] = field.value; });
      if (!fields.some(function (field) { return field.value.trim(); })) { forget(); say(""); return; }
      try { window.localStorage.setItem(key, JSON.stringify(values)); say(form.dataset.textKept); } catch (problem) { say(""); }
    });
  }

  document.querySelectorAll("form[data-keep]").forEach(attach);
}());
