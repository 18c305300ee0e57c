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
})();
