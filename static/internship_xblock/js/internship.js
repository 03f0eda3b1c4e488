/* Starts a block: sends the CSRF token with htmx, shows refusals where they were typed, restores the focus.
 * A classic script with one global, as the LMS, Studio and the workbench expect it. Nothing here ever throws. */
(function () {
  "use strict";
  if (window.InternshipBlock) { return; }  // a page may bring the script with each of its blocks
  var started = false;

  function cookie(name) {
    var found = document.cookie.split("; ").filter(function (pair) { return pair.indexOf(name + "=") === 0; })[0];
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  function rootOf(element) { return element && element.closest ? element.closest(".internship") : null; }

  function slotFor(element, root) {
    var part = element.closest("form, [data-part]");  // a part in a form has its own place for what is said about it
    return (part && part.querySelector("[data-messages]")) || root.querySelector("[data-messages]");
  }

  function clearErrors(scope) {
    scope.querySelectorAll("[data-error]").forEach(function (slot) { slot.textContent = ""; });
    scope.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
  }

  /* A link to send to somebody reads as the whole address, also on a site that does not know its own name; so does a letter. */
  function writeOut(root) {
    root.querySelectorAll("a[data-address]").forEach(function (link) { link.textContent = link.href; });
    root.querySelectorAll("a[data-mail]").forEach(function (link) {
      var address = new window.URL(link.dataset.mail, document.baseURI).href;
      var body = link.dataset.body.replace(link.dataset.mail, address);
      link.href += "?subject=" + encodeURIComponent(link.dataset.subject) + "&body=" + encodeURIComponent(body.replace(/\n/g, "\r\n"));
      link.removeAttribute("data-mail");
    });
    root.querySelectorAll("textarea[data-letter]").forEach(function (letter) {
      letter.value = letter.value.replace(letter.dataset.letter, new window.URL(letter.dataset.letter, document.baseURI).href);
      letter.removeAttribute("data-letter");
    });
  }

  function markErrors(root) {
    root.querySelectorAll("[data-error]").forEach(function (slot) {
      var field = document.getElementById(slot.id.replace(/-error$/, ""));
      if (!field) { return; }
      if (slot.textContent.trim()) { window.InternshipFields.uncover(field).setAttribute("aria-invalid", "true"); } else { field.removeAttribute("aria-invalid"); }
    });
  }

  function goTo(id) {
    var target = document.getElementById(id);
    if (target) { arrive(target); } else { window.InternshipLater.reach(id); }
  }

  function arrive(target) {
    // What stands in the text of a part that is being edited is hidden there: its form is closed first.
    var text = target.closest(".ix-part-text"), edited = text && text.parentElement.querySelector("details.ix-edit[open]");
    if (edited) { edited.open = false; }
    // So does the draft while a version stands in its place.
    var draft = target.closest(".ix-version + .ix-document");
    if (draft) { draft.previousElementSibling.replaceChildren(); }
    var inside = target.matches("summary") ? target.parentElement.parentElement : target;  // a summary is seen when it is closed
    var closed = inside.closest("details:not([open])");
    while (closed) { closed.open = true; closed = inside.closest("details:not([open])"); }
    if (!target.matches("input, select, textarea, button, a[href], summary")) {
      var inner = target.querySelector("input:not([type=hidden]), select, textarea");
      if (inner) { target = inner; } else { target.tabIndex = -1; }
    }
    target.focus();
    target.scrollIntoView({ block: "center" });
    // In a frame that grows with what has come, there is room for that only a moment later.
    function again() { if (document.activeElement === target) { target.scrollIntoView({ block: "center" }); } }
    window.addEventListener("resize", again, { once: true });
    window.setTimeout(function () { window.removeEventListener("resize", again); }, 1000);
  }

  /* What a comment is about: the question that the person was in last, where it is one of this card. */
  function aim(root) {
    root.querySelectorAll("select[data-about]").forEach(function (list) {
      var last = root.internshipLast || "", start = list.dataset.about;
      list.removeAttribute("data-about");
      Array.prototype.forEach.call(list.options, function (option) { if (option.value && start + option.value === last) { option.selected = option.defaultSelected = true; } });
    });
  }

  /* Note what opened something that has a button to close it: there the focus returns. */
  function noteOpener(place, asker) {
    if (!place || !asker || !asker.isConnected || !place.querySelector("[data-close='" + place.id + "']")) { return; }
    place.internshipOpener = asker.matches("form") ? asker.querySelector("[type=submit]") : asker;
  }

  function close(place) {
    var opener = place.internshipOpener, root = rootOf(place);
    place.replaceChildren();
    if (opener && !opener.isConnected) { opener = opener.id && document.getElementById(opener.id); }  // drawn anew meanwhile
    opener = opener || document.getElementById(place.id + "-button");
    if (opener) { arrive(opener); } else { root.internshipHadFocus = true; findFocus(root, place.parentElement); }
  }

  /* A button that closes what another opened, one that chooses in a list and goes on to the next field, or one that ends a form. */
  function pressed(element) {
    var button = element.closest("button[data-close], button[data-choose], button[data-done]");
    if (!button) { return; }
    if (button.dataset.close) { close(document.getElementById(button.dataset.close)); return; }
    if (button.dataset.done) {
      document.getElementById(button.dataset.done).open = false;
      goTo(button.dataset.done + "-summary");
      return;
    }
    document.getElementById(button.dataset.choose).value = button.value;
    goTo(button.dataset.then);
  }

  /* Whether somebody pressed a button and went on to a field while its answer was under way: the focus stays there. */
  function wentOn(root, config) {
    var pressed = config && config.triggeringEvent, now = document.activeElement;
    return !!pressed && pressed.type === "click" && root.contains(now) && now !== pressed.target &&
      now.matches("select, textarea, input:not([type=button], [type=submit])");
  }

  /* Somebody pressed a button, and something is wrong elsewhere in a long form: go there, or to the two texts that are to be
   * compared. A save by itself takes nobody along. */
  function refusedAt(root, detail) {
    var config = detail.requestConfig, how = config && config.triggeringEvent, form = how && config.elt.closest("form, [data-part]");
    if (!form || !/^(click|submit)$/.test(how.type) || wentOn(root, config)) { return null; }
    if (detail.xhr.status === 409) { return form.querySelector("[data-messages] .ix-conflict"); }
    return detail.xhr.status === 422 ? window.InternshipFields.firstWrong(form) : null;
  }

  /* What had the focus went with what was replaced: it goes to the heading of what came. */
  function findFocus(root, place) {
    if (!root.internshipHadFocus || (document.activeElement && document.activeElement !== document.body)) { return; }
    var heading = (place && root.contains(place) && place.querySelector("h3, h4, h5")) || root.querySelector("h3, h4");
    if (!heading) { return; }
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "nearest" });
  }

  /* Too much for one request, so nobody has read which field it is: say it at the longest one as well. */
  function blameLongest(form) {
    var longest = Array.prototype.slice.call(form.querySelectorAll("input[type=text], textarea")).sort(function (one, other) {
      return other.value.length - one.value.length;
    })[0];
    var words = form.querySelector("[data-messages] p"), slot = longest && document.getElementById(longest.id + "-error");
    if (slot && words) { slot.textContent = words.textContent; longest.setAttribute("aria-invalid", "true"); }
  }

  function say(root, slot, text) {
    slot.innerHTML = "";
    var box = document.createElement("div");
    box.className = "ix-message ix-message--wrong";
    box.setAttribute("role", "alert");
    box.textContent = text;
    slot.appendChild(box);
  }

  /* A chosen file is read here, into the field that its input names: there one sees what will be sent, and can paste instead. */
  function readFile(input) {
    var file = input.files && input.files[0], place = document.getElementById(input.dataset.readInto);
    var slot = document.getElementById(input.id + "-error"), reader;
    function told(text) { slot.textContent = text; markErrors(rootOf(input)); }
    if (!file || !place || !slot) { return; }
    told("");
    if (file.size > Number(input.dataset.most)) { told(input.dataset.textLarge); return; }
    reader = new window.FileReader();
    reader.onload = function () { place.value = reader.result; };
    reader.onerror = function () { told(input.dataset.textUnreadable); };
    reader.readAsText(file);
  }

  /* Give what stands in a block, or has just arrived there, to the scripts that look after it. Doing so twice is harmless. */
  function attachAll(root) {
    window.InternshipMoments.attach(root);
    window.InternshipDrafts.attach(root);
    window.InternshipQuotes.attach(root);
    window.InternshipCards.attach(root);
    window.InternshipWords.attach(root);
    window.InternshipLater.attach(root);
    window.InternshipStudio.attach(root);
  }

  /* Go to a place that a link names: what is opened there by a button is opened. */
  function openAt(id) {
    var place = document.getElementById(id);
    if (place && place.matches("button[hx-get]")) { place.scrollIntoView({ block: "center" }); place.click(); return; }
    goTo(id);
  }

  /* Whoever comes to a page of ours by a link to a place on it (Today, a mail) is led there, once its scripts have begun. */
  function comeTo() {
    var id = window.location.hash.slice(1);
    if (id && /^ix[0-9a-f]{8}-/.test(id) && document.querySelector(".ix-page")) { openAt(id); }
  }

  function listen() {
    document.addEventListener("change", function (event) {
      if (event.target.matches && event.target.matches("input[data-read-into]")) { readFile(event.target); }
    });
    document.addEventListener("htmx:configRequest", function (event) {
      var root = rootOf(event.detail.elt);
      if (!root) { return; }
      event.detail.headers["X-CSRFToken"] = cookie("csrftoken");
      event.detail.headers["X-Internship-Zone"] = window.InternshipMoments.zone();  // so that today is the reader's
      // For whom this page was made: the server refuses it where another person is signed in by now.
      if (root.dataset.keeper) { event.detail.headers["X-Internship-Keeper"] = root.dataset.keeper; }
    });
    document.addEventListener("htmx:beforeSwap", function (event) {
      var root = rootOf(event.detail.elt), detail = event.detail;
      if (!root) { return; }
      root.internshipHadFocus = root.contains(document.activeElement);
      // This event names the place that will change; who asked stands in the request.
      var asker = (detail.requestConfig && detail.requestConfig.elt) || detail.elt;
      var status = detail.xhr.status, form = asker.closest("form, [data-part]");
      var slot = slotFor(asker, root);
      if (form) { clearErrors(form); }
      if (/<html[\s>]/i.test(detail.xhr.responseText)) {  // a whole page: the sign-in page of an expired session
        detail.shouldSwap = false;
        if (slot) { say(root, slot, root.dataset.textExpired); }
        return;
      }
      if (status < 400) { if (slot) { slot.innerHTML = ""; } return; }
      // Only answers of our own are shown as HTML; a proxy's or a login page's are not.
      if (/class="ix-message/.test(detail.xhr.responseText)) {
        detail.shouldSwap = true;
        detail.isError = false;
        detail.target = slot;
        detail.swapOverride = "innerHTML";
      } else if (slot) {
        detail.shouldSwap = false;
        say(root, slot, root.dataset.textFailed);
      }
    });
    document.addEventListener("htmx:afterRequest", function (event) {
      var form = rootOf(event.detail.elt) && event.detail.elt.closest("form"), xhr = event.detail.xhr;
      if (form && xhr && xhr.status === 413) { blameLongest(form); }
    });
    document.addEventListener("htmx:sendError", function (event) {
      var root = rootOf(event.detail.elt);
      if (root && !event.detail.elt.closest("[data-draft]")) {
        say(root, slotFor(event.detail.elt, root), root.dataset.textFailed);
      }
    });
    document.addEventListener("htmx:afterSettle", function (event) {
      var root = rootOf(event.detail.elt) || rootOf(event.target);
      if (!root) { return; }
      markErrors(root);
      writeOut(root);
      aim(root);
      attachAll(root);
      var asker = event.detail.requestConfig && event.detail.requestConfig.elt;
      noteOpener(event.detail.target, asker);
      var awaited = window.InternshipLater.reached(asker);
      if (awaited === true) { root.querySelectorAll("[data-focus]").forEach(function (one) { one.removeAttribute("data-focus"); }); return; }
      if (awaited) { arrive(awaited); return; }
      var wrong = refusedAt(root, event.detail);
      if (wrong) { arrive(wrong); return; }
      var wanted = root.querySelector("[data-focus]");
      if (wanted) { wanted.removeAttribute("data-focus"); }
      if (wanted && !wentOn(root, event.detail.requestConfig)) { goTo(wanted.id); } else { findFocus(root, event.target); }
    });
    document.addEventListener("focusin", function (event) {
      var root = rootOf(event.target);
      if (root && event.target.matches("input, select, textarea")) { root.internshipLast = event.target.id; }
    });
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("[data-goto]");
      if (link && rootOf(link)) { event.preventDefault(); (link.hasAttribute("data-press") ? openAt : goTo)(link.dataset.goto); }
      else if (rootOf(event.target)) { pressed(event.target); }
    });
  }

  function studio(runtime, root) {
    var isSavedInParts = false;  // a step was saved by a button of its own: Studio's page below shows what was before
    root.addEventListener("htmx:afterRequest", function (event) {
      var isPost = event.detail.requestConfig && event.detail.requestConfig.verb === "post";
      if (isPost && !event.detail.elt.hasAttribute("data-preview") && event.detail.successful) { isSavedInParts = true; }
    });
    root.addEventListener("htmx:beforeRequest", function (event) {
      if (event.detail.elt.closest("[data-studio-form]")) { runtime.notify("save", { state: "start" }); }
    });
    root.addEventListener("htmx:afterRequest", function (event) {
      if (!event.detail.elt.closest("[data-studio-form]")) { return; }
      if (event.detail.xhr.getResponseHeader("X-Internship-Saved")) { runtime.notify("save", { state: "end" }); }
      else { runtime.notify("error", { title: "", message: root.dataset.textAttention }); }
    });
    root.addEventListener("click", function (event) {
      var button = event.target.closest("[data-studio-cancel]");
      if (!button) { return; }
      if (button.dataset.studioCancel === "forget") {
        root.querySelectorAll("form[data-studio-form]").forEach(function (form) { if (form.internshipKeeper) { form.internshipKeeper.forget(); } });
      }
      if (isSavedInParts) {
        runtime.notify("save", { state: "start" });
        runtime.notify("save", { state: "end" });
      } else { runtime.notify("cancel", {}); }
    });
  }

  function start(root) {
    if (root.dataset.started) { return; }
    root.dataset.started = "yes";
    if (!started) {
      started = true;
      window.htmx.config.includeIndicatorStyles = false;
      window.htmx.config.allowEval = false;
      // What arrives works at once. A delay is there for CSS transitions, of which we have none: until it is over no button of
      // the new part answers, no keeper keeps what is typed in it, and then the focus is taken from whoever types already.
      window.htmx.config.defaultSettleDelay = 0;
      listen();
    }
    window.htmx.process(root);
    attachAll(root);
  }

  function guarded(work) {
    try { work(); } catch (problem) {
      if (window.console) { window.console.error("internship_xblock could not start", problem && problem.name); }
    }
  }

  function startAll() {
    document.querySelectorAll(".internship[data-keeper]:not([data-started])").forEach(function (root) {
      guarded(function () { start(root); });
    });
  }

  /* The platform calls this for each block; it also brings what tells Studio that a form was saved. */
  window.InternshipBlock = function (runtime, element, args) {
    guarded(function () {
      var place = element && element.jquery ? element[0] : element;  // a jQuery object in the LMS, a node elsewhere
      var root = (place && place.querySelector && place.querySelector("#" + args.id)) || document.getElementById(args.id);
      if (!root) { return; }
      start(root);
      if (root.classList.contains("internship--studio") && runtime && runtime.notify && !root.internshipRuntime) {
        root.internshipRuntime = runtime;
        studio(runtime, root);
      }
    });
  };

  /* The platform stops at the first block of a page that it cannot start, whoever's it is: so ours start by themselves, those
   * that come later too (Studio brings them by AJAX). */
  function watch() {
    guarded(function () { window.InternshipMoments.attach(document); });  // pages of ours have times outside of blocks
    startAll();
    guarded(comeTo);
    new window.MutationObserver(startAll).observe(document.documentElement, { childList: true, subtree: true });
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", watch); } else { watch(); }
}());
