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

  /* A table wider than its place can be scrolled from the keyboard: also after the telephone was
     turned, part of the page was fetched anew, or what held the table was unfolded. */
  function letScroll() {
    document.querySelectorAll(".table-wrap").forEach(function (wrap) {
      if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
      else wrap.removeAttribute("tabindex");
    });
  }
  window.addEventListener("load", letScroll);
  window.addEventListener("resize", letScroll);
  document.addEventListener("htmx:afterSettle", letScroll);
  document.addEventListener("toggle", letScroll, true);

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
    if (event.target.name && event.target.closest("form[data-guard]")) unsaved = true;
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

  /* A long choice is searched by characters, pinyin or initials; what is chosen stays in sight. */
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/ü/g, "v").replace(/[^\p{L}\p{N}]/gu, "");
  }
  function isFound(entry, wanted) {
    var keys = entry.getAttribute("data-find");
    return keys === null || keys.indexOf(wanted) >= 0;
  }
  function search(find, entries, select) {
    var wanted = plain(find.querySelector("input").value), found = 0, named = 0;
    var shown = entries.filter(function (entry) {
      var hit = isFound(entry, wanted);
      if (entry.hasAttribute("data-find")) { named += 1; found += hit; }
      if (!select) entry.closest("label").parentNode.hidden = !hit && !entry.checked;
      return hit || entry.selected;
    });
    if (select) {
      /* Some browsers show hidden options: those are taken out instead. */
      var chosen = select.value;
      select.textContent = "";
      shown.forEach(function (entry) { select.appendChild(entry); });
      select.value = chosen;
    }
    var said = find.querySelector("[role=status]");
    said.textContent = !wanted ? "" : found ? found + " / " + named : said.getAttribute("data-none");
  }
  document.querySelectorAll("[data-find-in]").forEach(function (find) {
    var select = find.parentNode.querySelector("select");
    var among = select || find.parentNode;
    var entries = Array.from(among.querySelectorAll(select ? "option" : "input[data-find]"));
    find.hidden = false;
    find.addEventListener("input", function () { search(find, entries, select); });
    find.addEventListener("keydown", function (event) {
      if (event.key === "Enter") event.preventDefault();
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      var first = select || entries.find(function (entry) { return entry.offsetParent; });
      if (first) first.focus();
    });
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
