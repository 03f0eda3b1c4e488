/* Words on this computer: copies of drafts under their names, and words that have no form any more, shown until they are
 * thrown away. Whose they are stands in the name, so that nobody is shown another's. */
(function () {
  "use strict";
  var PREFIX = "internship:";
  var LOOSE = "*loose";  // in the place of a draft's name: words that have no form any more

  function nameOf(root, draft) { return PREFIX + root.dataset.keeper + ":" + root.id + ":" + draft + ":"; }

  /* The copies under a name on this computer, the newest first. Throws where there is no storage. */
  function copiesOf(name) {
    return Object.keys(window.localStorage).filter(function (key) { return key.indexOf(name) === 0; }).map(function (key) {
      var copy = window.localStorage.getItem(key), kept = null;
      try { kept = JSON.parse(copy); } catch (problem) { /* not ours */ }
      kept = kept || {};
      return { key: key, copy: copy, revision: kept.revision, values: kept.values, typed: kept.typed, at: kept.at || 0 };
    }).sort(function (one, other) { return other.at - one.at; });
  }

  function drop(key, copy) { if (window.localStorage.getItem(key) === copy) { window.localStorage.removeItem(key); } }

  function isKept(root, draft) {
    try { return copiesOf(nameOf(root, draft)).some(function (one) { return Array.isArray(one.values); }); }
    catch (problem) { return false; }
  }

  /* Words for a form that this person no longer has here: shown, to be copied, until they are thrown away. What stands in
   * the text around already is not said twice. */
  function showKept(root, place) {
    var copies = [], known = place.dataset.known.split(" "), around = (place.parentNode.textContent || "").replace(/\s+/g, " "), words = [];
    try { copies = copiesOf(nameOf(root, place.dataset.kept)); } catch (problem) { /* no storage, no copy */ }
    copies.forEach(function (copy) {
      (Array.isArray(copy.values) ? copy.values : []).forEach(function (pair) {
        var text = typeof pair[1] === "string" && !/^(placement|section|row)$/.test(pair[0]) ? pair[1].trim() : "";
        var isThere = around.indexOf(text.replace(/\s+/g, " ")) >= 0 || known.some(function (one) { return one && (one === text || Number(one) === Number(text)); });
        if (text && !isThere && words.indexOf(text) < 0) { words.push(text); }
      });
    });
    offer(root, place, copies, words, root.id + "-kept-" + place.dataset.kept);
  }

  function offer(root, place, copies, words, id) {
    if (!words.length) { return; }
    var box = document.createElement("div"), said = document.createElement("p"), area = document.createElement("textarea");
    var button = document.createElement("button");
    box.className = "ix-message ix-message--mind";
    said.id = id;
    said.textContent = root.dataset.textRefused;
    area.readOnly = true; area.rows = 3; area.dir = "auto"; area.value = words.join("\n\n");
    area.setAttribute("aria-labelledby", said.id);
    button.type = "button"; button.className = "ix-button ix-button--quiet"; button.textContent = root.dataset.textDiscard;
    button.addEventListener("click", function () {
      copies.forEach(function (copy) { window.localStorage.removeItem(copy.key); });
      box.remove();
    });
    box.append(said, area, button);
    place.replaceChildren(box);
  }

  /* Words whose field went while they were typed, or before they came back: shown at the top, until they are thrown away. */
  function loosen(root, missing) {
    var words = missing.filter(function (one) { return typeof one.value === "string" && one.value.trim(); });
    if (!words.length) { return; }
    try {
      window.localStorage.setItem(nameOf(root, LOOSE) + Math.random().toString(36).slice(2), JSON.stringify({
        values: words.map(function (one) { return [one.name, one.value]; }), at: Date.now()
      }));
    } catch (problem) { /* shown all the same */ }
    showLoose(root, words.map(function (one) { return one.value.trim(); }));
  }

  function showLoose(root, words) {
    var copies = [], place = root.querySelector("[data-loose]");
    try { copies = copiesOf(nameOf(root, LOOSE)); } catch (problem) { /* no storage, no copy */ }
    copies.forEach(function (copy) {
      (Array.isArray(copy.values) ? copy.values : []).forEach(function (pair) { if (words.indexOf(pair[1]) < 0) { words.push(pair[1]); } });
    });
    if (!words.length) { return; }
    if (!place) {
      place = document.createElement("div");
      place.dataset.loose = "";
      place.setAttribute("role", "alert");
      root.insertBefore(place, root.firstChild);
    }
    offer(root, place, copies, words, root.id + "-loose");
  }

  window.InternshipCopies = {
    nameOf: nameOf, of: copiesOf, drop: drop,
    isKept: isKept,  // whether this computer holds words of a draft whose form is not on the page yet
    showKept: showKept, loosen: loosen, showLoose: showLoose
  };
}());
