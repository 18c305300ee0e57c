/* Small things that the theme's scripts leave undone; every page can be read without any of it. */
(() => {
  // Folds stand open on paper, and close again.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((fold) => { fold.open = false; });
    opened = [];
  });

  // The theme takes the focus from a button that is pressed. Somebody at the keyboard gets it back.
  const buttons = ".theme-switch-button, .primary-toggle, .secondary-toggle";
  addEventListener("click", (event) => {
    const button = event.detail === 0 && event.target instanceof Element ? event.target.closest(buttons) : null;
    if (button) setTimeout(() => { if (document.activeElement === document.body) button.focus(); });
  }, true);
  addEventListener("DOMContentLoaded", () => {
    for (const side of ["primary", "secondary"]) {
      const button = document.querySelector(`.${side}-toggle`);
      document.getElementById(`pst-${side}-sidebar-modal`)?.addEventListener("close", () => button?.focus());
    }
  });

  // A page may be read long after it was made: once its date has passed, it says so.
  addEventListener("DOMContentLoaded", () => {
    const today = new Date().toLocaleDateString("sv-SE");
    for (const note of document.querySelectorAll("[data-review-by]")) note.hidden = today <= note.dataset.reviewBy;
  });

  // The trace can be searched: a row stays while it holds every word typed.
  addEventListener("DOMContentLoaded", () => {
    const table = document.getElementById("trace-rows");
    if (!table) return;
    const rows = [...table.tBodies[0].rows];
    const words = rows.map((row) => row.textContent.toLowerCase());
    const label = document.createElement("label");
    label.className = "trace-search";
    label.append("Search the statements ");
    const box = document.createElement("input");
    box.type = "search";
    box.autocomplete = "off";
    label.append(box);
    const count = document.createElement("p");
    count.setAttribute("role", "status");
    const show = () => {
      const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, n) => {
        row.hidden = !wanted.every((word) => words[n].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = `${shown} of ${rows.length} statements`;
    };
    box.addEventListener("input", show);
    table.parentElement.before(label, count);
    show();
  });
})();
