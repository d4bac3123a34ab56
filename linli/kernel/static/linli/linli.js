/* Small comforts. Every page works without this file. */
(function () {
  "use strict";

  /* A click anywhere in a table row opens the row's first link. */
  document.addEventListener("click", function (event) {
    var row = event.target.closest("tr.row-link");
    if (!row || event.target.closest("a, button, input, select, label, summary, details")) return;
    if (window.getSelection().toString()) return;
    var link = row.querySelector("a[href]");
    if (link) {
      if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
      else link.click();
    }
  });

  /* A table wider than its place can be scrolled from the keyboard. */
  window.addEventListener("load", function () {
    document.querySelectorAll(".table-wrap").forEach(function (wrap) {
      if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    });
  });

  /* One menu or explanation at a time; a click outside or Escape closes it. */
  var FOLDS = "details.menu[open], details.explain[open], .bottombar details[open]";
  function closeFolds(except) {
    document.querySelectorAll(FOLDS).forEach(function (fold) {
      if (!except || !fold.contains(except)) fold.open = false;
    });
  }
  document.addEventListener("click", function (event) { closeFolds(event.target); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = document.querySelector(FOLDS);
    if (!open) return;
    closeFolds(null);
    open.querySelector("summary").focus();
  });

  function setSending(form, sending) {
    form.querySelectorAll("button:not([type=button]):not([aria-describedby])").forEach(function (button) {
      button.disabled = sending;
    });
  }

  /* A form marked data-guard asks before its unsaved input is lost. */
  var unsaved = false;
  document.addEventListener("input", function (event) {
    if (event.target.closest("form[data-guard]")) unsaved = true;
  });
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented || !event.target.matches("form[data-guard]")) return;
    unsaved = false;
    /* A second click on a slow line must not send the form twice. */
    window.setTimeout(function () { setSending(event.target, true); }, 0);
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-guard]").forEach(function (form) { setSending(form, false); });
  });
  window.addEventListener("beforeunload", function (event) {
    if (unsaved) event.preventDefault();
  });

  /* Selects marked data-submit send their form at once (filters, scope). */
  document.addEventListener("change", function (event) {
    if (event.target.matches("select[data-submit]")) event.target.form.submit();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
