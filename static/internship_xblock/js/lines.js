/* The lines of a worksheet: those that are not needed yet are in the form and hidden, so that another costs no word and no request. */
(function () {
  "use strict";
  function waiting(form) { return form.querySelectorAll("[data-line][hidden]"); }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".internship button[data-add-line]"), next;
    if (!button) { return; }
    next = waiting(button.form)[0];
    if (next) {
      next.hidden = false;
      next.querySelector("input, textarea, select").focus();
    }
    button.hidden = !waiting(button.form).length;
  });
}());
