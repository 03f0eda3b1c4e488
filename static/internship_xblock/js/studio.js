/* What an author's forms need of a browser: words that come back are seen, also in settings that are folded. */
(function () {
  "use strict";

  function attach(root) {
    root.querySelectorAll(".ix-studio-settings:not([open]) form[data-draft]").forEach(function (form) {
      if (form.internshipKeeper && form.internshipKeeper.dirty) { form.closest("details").open = true; }
    });
  }

  window.InternshipStudio = { attach: attach };
}());
