/* Takes the code of a personal link from behind the `#` of the address, where no server sees it, and posts it. Who has to sign
 * in first finds it again afterwards: this tab keeps it until the invitation is on the screen. */
(function () {
  "use strict";
  var KEY = "internship:invitation", place = document.querySelector("[data-invitation]");
  var STATE = place ? place.dataset.invitation : "";  // "": another page of ours, which is what the link led to

  function keep(code) { try { window.sessionStorage.setItem(KEY, code); } catch (problem) { /* then the link is opened again */ } }
  function kept() { try { return window.sessionStorage.getItem(KEY) || ""; } catch (problem) { return ""; } }
  function forget() { try { window.sessionStorage.removeItem(KEY); } catch (problem) { /* nothing was kept */ } }

  /* The code in the address, once: it does not stay where a neighbour reads it, nor in the history. */
  function taken() {
    var code = window.location.hash.slice(1);
    if (!code || code === "content") { return ""; }
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    return code;
  }

  function begin() {
    var code = taken();
    if (code) { keep(code); }
    if (/^(ask|seats)$/.test(STATE) && kept()) {
      place.elements.code.value = kept();
      place.submit();
    }
  }

  if (STATE !== "ask") { forget(); }
  if (STATE === "shown") {
    place.addEventListener("submit", function () { keep(place.elements.code.value); });  // signed out meanwhile
    document.querySelectorAll("[data-keeps-code]").forEach(function (way) {
      way.addEventListener("click", function () { keep(place.elements.code.value); });
    });
  }
  if (place) {
    window.addEventListener("hashchange", begin);
    begin();
  }
}());
