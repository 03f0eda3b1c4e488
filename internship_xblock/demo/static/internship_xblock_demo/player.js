/* The page around a unit: its frame grows with what stands in it, menus close by Escape or a press elsewhere. */
(function () {
  "use strict";
  var frame = document.querySelector("[data-frame]");

  window.addEventListener("message", function (event) {
    var data = event.data;
    if (!frame || event.source !== frame.contentWindow || event.origin !== window.location.origin) { return; }
    if (data && data.type === "plugin.resize" && data.payload && data.payload.height > 0) { frame.style.height = Math.ceil(data.payload.height) + "px"; }
  });

  function close(except) {
    document.querySelectorAll("[data-menu][open]").forEach(function (menu) { if (menu !== except) { menu.open = false; } });
  }
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.querySelector("[data-menu][open]");
    if (menu) { close(null); menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", function (event) { close(event.target.closest("[data-menu]")); });
}());
