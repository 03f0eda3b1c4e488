/* How many words stand in a form with `data-words`: counted as they are typed, said aloud only when the typing rests. */
(function () {
  "use strict";
  var REST = 3000;  // ms without a key before a screen reader hears the number

  /* Languages that write without spaces need the browser's own segmenter; without one, what stands between spaces counts. */
  function count(text) {
    if (!/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/.test(text) || !window.Intl || !window.Intl.Segmenter) {
      return (text.match(/\S*[\p{L}\p{N}]\S*/gu) || []).length;
    }
    return Array.from(new window.Intl.Segmenter(undefined, { granularity: "word" }).segment(text)).filter(function (part) {
      return part.isWordLike;
    }).length;
  }

  function show(line) {
    var form = line.closest("form"), sum = 0;
    form.querySelectorAll("textarea").forEach(function (field) { sum += count(field.value); });
    line.querySelector("[data-words-count]").textContent = sum.toLocaleString(document.documentElement.lang || undefined);
    line.querySelector("[data-words-so-far]").hidden = !sum;
  }

  function say(line) { line.querySelector("[data-words-said]").textContent = line.querySelector("[data-words-so-far]").textContent; }

  document.addEventListener("input", function (event) {
    var form = event.target.matches && event.target.matches(".internship textarea") && event.target.form;
    var line = form && form.querySelector("[data-words]");
    if (!line) { return; }
    show(line);
    window.clearTimeout(line.internshipRest);
    line.internshipRest = window.setTimeout(function () { say(line); }, REST);
  });

  window.InternshipWords = { attach: function (root) { root.querySelectorAll("form [data-words]").forEach(show); } };
}());
