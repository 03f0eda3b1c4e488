/* What this device keeps for somebody who came by a personal link: deleted when they leave it, given to their account when they
 * join with one. The names of copies begin with whose they are (copies.js). */
(function () {
  "use strict";
  var PREFIX = "internship:";

  function keysOf(who) {
    try { return Object.keys(window.localStorage).filter(function (key) { return key.indexOf(PREFIX + who + ":") === 0; }); }
    catch (problem) { return []; }
  }

  function forget(who) {
    keysOf(who).forEach(function (key) { window.localStorage.removeItem(key); });
  }

  function move(from, to) {
    keysOf(from).forEach(function (key) {
      window.localStorage.setItem(PREFIX + to + key.slice((PREFIX + from).length), window.localStorage.getItem(key));
      window.localStorage.removeItem(key);
    });
  }

  function begin() {
    document.querySelectorAll("[data-forgets-copies]").forEach(function (place) {
      place.dataset.forgetsCopies.split(" ").filter(Boolean).forEach(forget);
    });
    document.querySelectorAll("[data-moves-copies]").forEach(function (place) {
      var both = place.dataset.movesCopies.split(":");
      try { move(both[0], both[1]); } catch (problem) { /* no room: they stay where they were */ }
    });
  }

  window.addEventListener("pageshow", begin);  // also when the page comes back from the browser's memory
}());
