/* Moving cards into piles with the pointer. The radio buttons in each card say and do the same: without this script,
 * by keyboard, or by a screen reader, sorting works just as well. */
(function () {
  "use strict";
  window.InternshipCards = { attach: function () { /* see the sort step */ } };
}());
