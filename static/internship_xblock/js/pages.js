/* Keeps what is typed and chosen in a form of our own pages on this computer until it is sent: a lost connection, a closed
 * tab or an expired session costs no word. `data-keep` names the form for one person, `data-sent` says it was sent,
 * `data-refused` that it came back with all that was typed. Kept is what the person has changed, not what stood there. */
(function () {
  "use strict";
  var PREFIX = "internship:page:";

  function attach(form) {
    var key = PREFIX + form.dataset.keep, place = form.querySelector("[data-save-state]"), kept = {};
    var fields = Array.prototype.filter.call(form.elements, function (field) {
      return field.name && /^(text|textarea|radio)$/.test(field.type);
    });

    function say(text) { if (place) { place.textContent = text; } }
    function forget() { try { window.localStorage.removeItem(key); } catch (problem) { /* nothing was kept */ } }

    function read() {
      var found = null;
      try { found = JSON.parse(window.localStorage.getItem(key) || "null"); } catch (problem) { /* nothing that can be used */ }
      return found && typeof found === "object" ? found : {};
    }

    function isAsItWas(field) {
      if (field.type !== "radio") { return field.value === field.defaultValue; }
      return fields.every(function (one) { return one.name !== field.name || one.checked === one.defaultChecked; });
    }

    function putBack() {
      fields.forEach(function (field) {
        var was = kept[field.name];
        if (typeof was !== "string") { return; }
        if (field.type === "radio") { field.checked = field.value === was || (field.checked && !offers(field.name, was)); } else { field.value = was; }
        if (!isAsItWas(field)) { say(form.dataset.textRestored); }
      });
    }

    function offers(name, value) {
      return fields.some(function (field) { return field.name === name && field.value === value; });
    }

    if (form.hasAttribute("data-sent")) { forget(); }
    kept = read();
    if (!form.hasAttribute("data-refused")) { putBack(); }
    form.addEventListener("input", function (event) {
      var field = event.target;
      if (fields.indexOf(field) < 0) { return; }
      kept[field.name] = field.value;
      if (isAsItWas(field) && !form.hasAttribute("data-refused")) { delete kept[field.name]; }
      if (!Object.keys(kept).length) { forget(); say(""); return; }
      try {
        window.localStorage.setItem(key, JSON.stringify(kept));
        say(form.dataset.textKept);
      } catch (problem) { say(form.dataset.textUncopied); }
    });
  }

  document.querySelectorAll("form[data-keep]").forEach(attach);
  window.InternshipMoments.attach(document);
}());
