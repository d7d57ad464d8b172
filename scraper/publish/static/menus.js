/* A click outside of an open menu closes it. What is folded away in the text stays as the reader left it. */
"use strict";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.actions-menu-links[open], details.nav-menu[open]")) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});
