/* Moments as the reader's own clock shows them. A site's clock is often another (UTC), and what is saved here says when by
 * this computer's. The day is written anew only where it is another one: the server writes it as its language does. */
(function () {
  "use strict";

  function tag(place) { return (place && place.lang || document.documentElement.lang || "en") + "-u-nu-latn-hc-h23"; }

  function clock(at, place) { return at.toLocaleTimeString(tag(place), { hour: "2-digit", minute: "2-digit" }); }

  /* "Thu 26 Nov", as core/language/formats.py writes it: without the signs that some languages put around short names. */
  function date(at, place, hasYear) {
    var wanted = { weekday: "short", day: "numeric", month: "short", year: hasYear ? "numeric" : undefined };
    var said = at.toLocaleDateString(tag(place).replace(/^en-u/, "en-GB-u"), wanted);
    said = said.replace(/,/g, "");
    return /^n[bo]\b/.test(tag(place)) ? said : said.replace(/(\D)\./g, "$1");
  }

  function two(number) { return (number < 10 ? "0" : "") + number; }

  function show(moment) {
    var at = new Date(moment.dateTime), place = moment.closest("[lang]"), time = moment.querySelector("[data-clock]"), day;
    moment.removeAttribute("data-moment");
    if (isNaN(at) || !time) { return; }
    time.textContent = clock(at, place);
    day = moment.querySelector("[data-day]");
    if (day && moment.dateTime.slice(0, 10) !== dayOf(at)) {
      day.textContent = date(at, place, day.dataset.day === "year");
    }
  }

  /* What a clock elsewhere shows is said where it is not what the reader's own shows. */
  function compare(place) {
    var said = place.dataset.elsewhere, at = new Date(said), found = /([+-])(\d\d):(\d\d)$/.exec(said);
    place.removeAttribute("data-elsewhere");
    if (isNaN(at) || !found) { return; }
    place.hidden = Number(found[1] + (Number(found[2]) * 60 + Number(found[3]))) === -at.getTimezoneOffset();
  }

  function dayOf(at) { return at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate()); }

  /* A day that the server proposed, by a clock that may be another. It counts as proposed still: nobody has typed it. */
  function propose(field) {
    var today = dayOf(new Date());
    field.removeAttribute("data-today");
    if (field.value !== field.defaultValue || field.value === today) { return; }
    field.defaultValue = field.value = today;
    window.htmx.trigger(field, "change");
  }

  window.InternshipMoments = {
    clock: clock,
    zone: function () {
      try { return window.Intl.DateTimeFormat().resolvedOptions().timeZone || ""; } catch (problem) { return ""; }
    },
    attach: function (root) {
      root.querySelectorAll("time[data-moment]").forEach(show);
      root.querySelectorAll("[data-elsewhere]").forEach(compare);
      root.querySelectorAll("input[data-today]").forEach(propose);
    }
  };
}());
