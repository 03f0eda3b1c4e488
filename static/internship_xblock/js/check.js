/* Takes the code of a certificate from behind the `#` of the address, where no server sees it, into its field. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-check]");
  if (!form) { return; }  // another page

  function begin() {
    var code = window.location.hash.slice(1);
    if (!code || code === "content") { return; }
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    form.elements.code.value = code;
    form.elements.name.focus();
  }

  window.addEventListener("hashchange", begin);
  begin();
}());
