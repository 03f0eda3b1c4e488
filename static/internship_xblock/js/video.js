/* A video of another site: its player is fetched when somebody presses Play, and not before. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".internship button[data-play]"), place, frame;
    if (!button) { return; }
    place = button.closest("[data-video]");
    frame = document.createElement("iframe");
    frame.src = place.dataset.video;
    frame.title = place.dataset.title;
    frame.allow = "fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.className = "ix-video-frame";
    button.replaceWith(frame);
    frame.focus();
  });
}());
