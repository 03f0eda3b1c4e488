/* What an author's forms need of a browser: buttons that write Markdown, a preview that keeps up, and words that come back are
 * seen, also in settings that are folded.
 *
 * `data-tools="<the id of a field>"` is a toolbar of buttons `data-tool`, one stop of the Tab key: arrows move inside it. What
 * they write goes the way of typing, so that the browser can undo it. A place with `data-preview` asks for itself as its form is
 * typed in (hx-trigger). */
(function () {
  "use strict";
  var KEYS = { b: "bold", i: "italic", k: "link" };
  var pictures = {};  // how far each is moved
  var MARKS = { bold: "**", italic: "*" };

  /* Put `text` in the place of what stands from `from` to `to`, and select what it says from there. */
  function write(area, from, to, text, start, end) {
    area.focus();
    area.setSelectionRange(from, to);
    var isDone = false;
    try { isDone = document.execCommand(text ? "insertText" : "delete", false, text); } catch (problem) { /* by hand, then */ }
    if (!isDone) {
      area.setRangeText(text, from, to, "end");
      area.dispatchEvent(new window.Event("input", { bubbles: true }));
    }
    area.setSelectionRange(start, end);
  }

  /* The selection without the spaces at its ends: `** word **` is no bold word. */
  function chosen(area) {
    var from = area.selectionStart, to = area.selectionEnd, value = area.value;
    while (from < to && /\s/.test(value[from])) { from += 1; }
    while (to > from && /\s/.test(value[to - 1])) { to -= 1; }
    return { from: from, to: to, text: value.slice(from, to) };
  }

  function stars(value, at, step) {
    var count = 0;
    while (value[at] === "*") { count += 1; at += step; }
    return count;
  }

  /* Bold or italic, or no longer. Each line has its own signs: they do not reach over the end of a paragraph. */
  function mark(area, sign) {
    var one = chosen(area), value = area.value, size = sign.length, text;
    var around = Math.min(stars(value, one.from - 1, -1), stars(value, one.to, 1));
    if (size === 1 ? around % 2 === 1 : around >= 2) {
      write(area, one.from - size, one.to + size, one.text, one.from - size, one.to - size);
      return;
    }
    text = one.text.split("\n").map(function (line) {
      var parts = /^(\s*(?:(?:[-*+]|\d+\.|#+)\s+)?)(.*?)(\s*)$/.exec(line);
      return parts[2] || one.text === "" ? parts[1] + sign + parts[2] + sign + parts[3] : line;
    }).join("\n");
    if (/\n/.test(one.text)) { write(area, one.from, one.to, text, one.from, one.from + text.length); return; }
    write(area, one.from, one.to, text, one.from + text.indexOf(sign) + size, one.from + text.lastIndexOf(sign));
  }

  /* Whole lines get what makes them a heading or items of a list, or lose it. */
  function lines(area, kind) {
    var value = area.value, from = value.lastIndexOf("\n", area.selectionStart - 1) + 1, to = value.indexOf("\n", area.selectionEnd);
    var pattern = { heading: /^#{1,6} +/, list: /^ {0,3}[-*+] +/, numbers: /^ {0,3}\d+\. +/ }[kind], number = 0, all, text;
    if (to < 0) { to = value.length; }
    all = value.slice(from, to).split("\n");
    var isOn = all.every(function (line) { return pattern.test(line) || (!line.trim() && all.length > 1); });
    text = all.map(function (line) {
      if (isOn) { return line.replace(pattern, ""); }
      if (!line.trim() && all.length > 1) { return line; }
      number += 1;
      return { heading: "## ", list: "- ", numbers: number + ". " }[kind] + line.replace(/^(?:#{1,6} +| {0,3}(?:[-*+]|\d+\.) +)/, "");
    }).join("\n");
    write(area, from, to, text, all.length > 1 ? from : from + text.length, from + text.length);
  }

  function link(area) {
    var one = chosen(area), begun = /^(?:#{1,6}|[-*+]|\d+\.) +/.exec(one.text);
    if (begun) { one.from += begun[0].length; one.text = area.value.slice(one.from, one.to); }  // an item stays an item
    var isAddress = /^(?:https?:\/\/|mailto:|tel:|\/)\S+$/.test(one.text), words = isAddress ? "" : one.text;
    var address = isAddress ? one.text : "https://", text = "[" + words + "](" + address + ")", at = one.from + words.length + 3;
    if (words) { write(area, one.from, one.to, text, at, at + address.length); }
    else { write(area, one.from, one.to, text, one.from + 1, one.from + 1); }
  }

  /* The pictures of the course are chosen in a place of their own below the toolbar; the selected words say what it shows. */
  function picture(area) {
    var place = document.getElementById(area.id + "-pictures");
    place.internshipArea = area;
    place.internshipSpot = chosen(area);
    window.htmx.trigger(place, "ix-pictures");
  }

  function closePictures(place) {
    var area = place.internshipArea;
    place.replaceChildren();
    if (area) { area.focus(); }
  }

  function insertPicture(place) {
    var address = place.querySelector("[data-picture-address]"), area = place.internshipArea, spot = place.internshipSpot;
    var said = place.querySelector("[data-picture-words]").value.replace(/[\[\]\n]/g, " ").trim(), at = address.value.trim(), text;
    if (!at || at === "/static/") {
      document.getElementById(address.id + "-error").textContent = address.dataset.textMissing;
      address.setAttribute("aria-invalid", "true");
      address.focus();
      return;
    }
    text = "![" + said + "](" + (/[\s()]/.test(at) ? "<" + at + ">" : at) + ")";
    closePictures(place);
    write(area, spot.from, spot.to, text, spot.from + text.length, spot.from + text.length);
  }

  /* A press in the place where pictures are chosen. */
  function pressedPicture(target) {
    var button = target.closest && target.closest("[data-picture], [data-picture-insert], [data-picture-cancel]");
    var panel = button && button.closest(".ix-pictures"), place = panel && panel.parentElement;
    if (!place) { return; }
    if (button.hasAttribute("data-picture-cancel")) { closePictures(place); }
    else if (button.hasAttribute("data-picture-insert")) { insertPicture(place); }
    else {
      panel.querySelectorAll("[data-picture]").forEach(function (one) { one.setAttribute("aria-pressed", String(one === button)); });
      panel.querySelector("[data-picture-address]").value = button.dataset.picture;
      panel.querySelector("[data-picture-words]").focus();
    }
  }

  function use(area, name) {
    if (MARKS[name]) { mark(area, MARKS[name]); }
    else if (name === "link") { link(area); }
    else if (name === "picture") { picture(area); }
    else { lines(area, name); }
  }

  /* Arrows, Home and End move among the buttons of a toolbar; the one that was used last is its stop of the Tab key. */
  function move(event, bar) {
    var buttons = Array.prototype.slice.call(bar.querySelectorAll("[data-tool]")), at = buttons.indexOf(event.target);
    var ahead = window.getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key === "Home") { at = 0; }
    else if (event.key === "End") { at = buttons.length - 1; }
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") { at = (at + (event.key === ahead ? 1 : -1) + buttons.length) % buttons.length; }
    else { return; }
    event.preventDefault();
    buttons[at].focus();
  }

  document.addEventListener("keydown", function (event) {
    var target = event.target, bar = target.closest && target.closest("[data-tools]");
    var panel = target.closest && target.closest(".ix-pictures");
    if (bar) { move(event, bar); return; }
    if (panel && event.key === "Escape") { event.stopPropagation(); closePictures(panel.parentElement); return; }
    if (panel && event.key === "Enter" && target.matches("input")) { event.preventDefault(); insertPicture(panel.parentElement); return; }
    var tool = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key];
    if (!tool || !target.matches || !target.matches(".internship textarea[data-markdown]")) { return; }
    event.preventDefault();
    use(target, tool);
  });
  document.addEventListener("focusin", function (event) {
    var bar = event.target.closest && event.target.closest("[data-tools]");
    if (bar) { bar.querySelectorAll("[data-tool]").forEach(function (button) { button.tabIndex = button === event.target ? 0 : -1; }); }
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-tool]"), bar = button && button.closest("[data-tools]");
    if (bar) { use(document.getElementById(bar.dataset.tools), button.dataset.tool); } else { pressedPicture(event.target); }
  });

  function keeperOf(element) {
    var form = element && element.closest ? element.closest("form") : null;
    return form && form.internshipKeeper;
  }

  /* With each preview goes the keeper's copy of what is typed, or that there is nothing any more: the server has it then, for
   * whoever closes the dialog here and goes on elsewhere. */
  document.addEventListener("htmx:configRequest", function (event) {
    var keeper = event.detail.elt.hasAttribute("data-preview") && keeperOf(event.detail.elt);
    if (!keeper) { return; }
    event.detail.parameters.copy = keeper.dirty ? keeper.written() : "";
    event.detail.elt.internshipSent = keeper.seen;
    if (keeper.form.hasAttribute("data-new")) { event.detail.parameters.left = (keeper.form.internshipLeft || []).join(" "); }
  });

  /* Nothing scolds who writes a new step: what is wrong at a field is said once it was left. The answer comes after the press
   * that left it, so that no button moves away under a finger. */
  document.addEventListener("focusout", function (event) {
    var field = event.target, form = field.form, shown = form && form.querySelector("[data-preview]");
    if (!shown || !field.name || !form.hasAttribute("data-new")) { return; }
    form.internshipLeft = form.internshipLeft || [];
    if (form.internshipLeft.indexOf(field.name) >= 0) { return; }
    form.internshipLeft.push(field.name);
    window.setTimeout(function () { if (shown.isConnected) { window.htmx.trigger(shown, "ix-preview"); } }, 300);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var shown = event.detail.elt, keeper = shown.hasAttribute("data-preview") && keeperOf(shown), xhr = event.detail.xhr;
    if (!keeper || !keeper.dirty || !xhr || !xhr.getResponseHeader("X-Internship-Kept")) { return; }
    if (shown.internshipSent === keeper.seen && keeper.state !== "Restored") { keeper.say("Held"); }
  });
  document.addEventListener("click", function (event) {  // after drafts.js has thrown it away
    var button = event.target.closest && event.target.closest("[data-discard]"), form = button && button.closest("form");
    var shown = form && form.querySelector("[data-preview]");
    if (shown) { window.htmx.trigger(shown, "ix-preview"); }
  });

  /* A picture of what is typed is drawn anew under its author's hands: what they opened in it stays open, and in sight. */
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    var place = event.detail.target, fold = place.querySelector("details"), box = place.querySelector(".ix-scroll");
    if (!place.hasAttribute("data-picture-place")) { return; }
    var now = event.detail.fragment.querySelector("details");
    if (now && fold) { now.open = fold.open; }
    pictures[place.id] = box ? box.scrollLeft : 0;
  });
  document.addEventListener("htmx:oobAfterSwap", function (event) {
    var box = event.detail.target.id in pictures && document.getElementById(event.detail.target.id).querySelector(".ix-scroll");
    if (box) { box.scrollLeft = pictures[event.detail.target.id]; }
  });

  function attach(root) {
    root.querySelectorAll("form[data-draft]").forEach(function (form) {
      var keeper = form.internshipKeeper, shown = form.querySelector("[data-preview]"), fold = form.closest(".ix-studio-settings");
      if (!keeper || form.internshipAuthored) { return; }
      form.internshipAuthored = true;
      if (keeper.dirty && fold) { fold.open = true; }
      if (shown && (keeper.dirty || form.dataset.held || shown.hasAttribute("data-look"))) { window.htmx.trigger(shown, "ix-preview"); }
    });
  }

  window.InternshipStudio = { attach: attach };
}());
