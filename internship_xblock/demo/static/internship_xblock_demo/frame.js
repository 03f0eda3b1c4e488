/* Starts the blocks of a page as the LMS does, and tells the page around it how tall it is. Used in a unit's frame and in
 * Studio. A block that cannot be started leaves a line in the console; the others start. */
(function () {
  "use strict";

  function studioRuntime(panel) {
    var notice = panel.querySelector("[data-notice]");
    return function (name, data) {
      if (name === "save" && data && data.state === "end") { window.location.replace(panel.dataset.saved); }
      else if (name === "cancel") { window.location.replace(panel.dataset.close); }
      else if (name === "error" && notice) {
        notice.textContent = [data && data.title, data && data.message].filter(Boolean).join(": ");
        notice.hidden = !notice.textContent;
      } else if (name === "save" && notice) { notice.hidden = true; }
    };
  }

  function start(element) {
    var init = window[element.dataset.init], panel = element.closest("[data-studio]");
    var runtime = {
      handlerUrl: function (block, name, suffix, query) {
        return element.dataset.handlers + name + (suffix ? "/" + suffix : "") + (query ? "?" + query : "");
      },
      notify: panel ? studioRuntime(panel) : function () { /* nobody listens in the LMS */ }
    };
    try {
      if (typeof init !== "function") { throw new Error("no such function: " + element.dataset.init); }
      init(runtime, element, JSON.parse(element.dataset.args || "null") || {});
    } catch (problem) {
      if (window.console) { window.console.error("A block could not be started: " + problem.message); }
    }
  }

  document.querySelectorAll(".xblock[data-init]").forEach(start);

  if (window === window.parent) { return; }
  var content = document.getElementById("content"), last = 0;
  function tell() {
    var height = content.offsetHeight;
    if (Math.abs(height - last) < 1) { return; }
    last = height;
    window.parent.postMessage({ type: "plugin.resize", payload: { width: content.offsetWidth, height: height } }, window.location.origin);
  }
  new ResizeObserver(tell).observe(content);
  window.addEventListener("load", tell);
  tell();
}());
