/* Moving cards into piles with the pointer. The radio buttons in each card say and do the same: without this script,
 * by keyboard, or by a screen reader, sorting works just as well. A card's place always follows its radio buttons:
 * dropping it somewhere only chooses one of them.
 */
(function () {
  "use strict";
  var FAR = 6, QUICK = 160;  // pixels before a press becomes a drag; milliseconds a card takes to its pile

  function Board(form) {
    this.form = form;
    this.tray = form.querySelector("[data-tray]");
    this.piles = form.querySelector("[data-piles]");
    this.cards = Array.prototype.slice.call(form.querySelectorAll("[data-card]"));
    this.byKeyboard = false;
    this.isPlacing = false;
    this.drag = null;
  }

  /* Piles are shown where there is room for them (unit.css decides); elsewhere every card stays in the list. */
  Board.prototype.hasRoom = function () { return window.getComputedStyle(this.piles).display !== "none"; };

  Board.prototype.placeOf = function (card) {
    var chosen = card.querySelector("input:checked");
    if (!chosen || !this.hasRoom()) { return this.tray; }
    return this.pile(chosen.value) || this.tray;
  };

  Board.prototype.pile = function (id) {
    return Array.prototype.filter.call(this.piles.children, function (pile) { return pile.dataset.pile === id; })[0];
  };

  Board.prototype.place = function (card, isMoving) {
    var to = this.placeOf(card), from = card.getBoundingClientRect(), focused = document.activeElement;
    if (card.parentNode !== to && !this.isPlacing) {
      this.isPlacing = true;  // a card that holds the focus loses it on the way, and would be placed once more from there
      if (to === this.tray) { to.insertBefore(card, this.after(card)); } else { to.appendChild(card); }
      this.isPlacing = false;
      if (card.contains(focused)) { focused.focus({ preventScroll: true }); }
      if (isMoving) { glide(card, from); }
    }
    this.tray.dataset.left = this.tray.querySelectorAll("[data-card]").length;
  };

  /* Where a card belongs that comes back to the list: before the next one of the list's own order. */
  Board.prototype.after = function (card) {
    var tray = this.tray;
    return this.cards.slice(this.cards.indexOf(card) + 1).filter(function (other) { return other.parentNode === tray; })[0] || null;
  };

  Board.prototype.placeAll = function () { this.cards.forEach(function (card) { this.place(card, false); }, this); };

  Board.prototype.start = function () {
    var board = this, form = this.form;
    this.piles.hidden = false;
    form.classList.add("ix-sort--board");
    this.placeAll();
    form.addEventListener("keydown", function () { board.byKeyboard = true; });
    // On the document: a card taken with the mouse does not bring the focus into the form.
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") { board.cancel(); } });
    form.addEventListener("pointerdown", function (event) { board.byKeyboard = false; board.press(event); });
    form.addEventListener("pointermove", function (event) { board.follow(event); });
    form.addEventListener("pointerup", function (event) { board.drop(event); });
    form.addEventListener("pointercancel", function () { board.cancel(); });
    // By keyboard a card moves when the focus leaves it, so that it does not jump away between two arrow keys.
    form.addEventListener("change", function (event) {
      var card = event.target.closest("[data-card]");
      if (card && !board.byKeyboard) { board.place(card, true); }
    });
    form.addEventListener("focusout", function (event) {
      var card = event.target.closest("[data-card]");
      if (card && board.byKeyboard && !card.contains(event.relatedTarget)) { board.place(card, true); }
    });
    if (window.ResizeObserver) {
      new window.ResizeObserver(function () { if (!board.drag) { board.placeAll(); } }).observe(form.closest(".internship"));
    }
  };

  /* A mouse may take a card anywhere but at its choices; a finger takes it by its grip, so that the page still scrolls. */
  Board.prototype.press = function (event) {
    var card = event.target.closest("[data-card]"), grip = event.target.closest("[data-grip]");
    if (!card || card.hasAttribute("data-fixed") || event.button !== 0 || !this.hasRoom() || event.target.closest("label, input, a, button")) { return; }
    if (event.pointerType !== "mouse" && !grip) { return; }
    event.preventDefault();  // no text is selected on the way
    this.drag = { card: card, id: event.pointerId, x: event.clientX, y: event.clientY, over: null, isMoving: false };
  };

  Board.prototype.follow = function (event) {
    var drag = this.drag;
    if (!drag || drag.id !== event.pointerId) { return; }
    var x = event.clientX - drag.x, y = event.clientY - drag.y;
    if (!drag.isMoving) {
      if (Math.abs(x) + Math.abs(y) < FAR) { return; }
      drag.isMoving = true;
      drag.card.classList.add("ix-sortable--moving");
      this.form.setPointerCapture(drag.id);
    }
    event.preventDefault();
    drag.card.style.transform = "translate(" + x + "px, " + y + "px)";
    this.mark(this.zoneAt(event.clientX, event.clientY));
  };

  Board.prototype.zoneAt = function (x, y) {
    var zones = Array.prototype.slice.call(this.piles.children).concat(this.tray);
    return zones.filter(function (zone) {
      var box = zone.getBoundingClientRect();
      return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    })[0] || null;
  };

  Board.prototype.mark = function (zone) {
    var drag = this.drag;
    if (drag.over === zone) { return; }
    if (drag.over) { drag.over.classList.remove("ix-pile--over"); }
    if (zone) { zone.classList.add("ix-pile--over"); }
    drag.over = zone;
  };

  Board.prototype.drop = function (event) {
    var drag = this.drag;
    if (!drag || drag.id !== event.pointerId) { return; }
    var zone = drag.over, card = drag.card, wasMoving = drag.isMoving;
    this.cancel();
    if (!wasMoving || !zone) { return; }
    card.querySelectorAll("input").forEach(function (input) { input.checked = input.value === zone.dataset.pile; });
    this.place(card, false);
    card.dispatchEvent(new Event("change", { bubbles: true }));
  };

  Board.prototype.cancel = function () {
    var drag = this.drag;
    if (!drag) { return; }
    this.mark(null);
    drag.card.classList.remove("ix-sortable--moving");
    drag.card.style.transform = "";
    this.drag = null;
  };

  function glide(card, from) {
    if (!card.animate || window.matchMedia("(prefers-reduced-motion: reduce)").matches) { return; }
    var to = card.getBoundingClientRect();
    card.animate([
      { transform: "translate(" + (from.left - to.left) + "px, " + (from.top - to.top) + "px)" }, { transform: "none" }
    ], { duration: QUICK, easing: "ease-out" });
  }

  window.InternshipCards = {
    attach: function (root) {
      root.querySelectorAll("form[data-sort]").forEach(function (form) {
        if (form.internshipBoard) { return; }
        form.internshipBoard = new Board(form);
        form.internshipBoard.start();
      });
    }
  };
}());
