// Loaded before the page is drawn, so that a chosen colour scheme never flashes; also tells the styles that scripts run.
(function () {
  var root = document.documentElement;
  root.classList.remove("k-nojs");
  try {
    var chosen = localStorage.getItem("scheme");
    if (chosen === "light" || chosen === "dark") root.dataset.colorScheme = chosen;
  } catch (error) {
    // Storage is refused: the browser's own preference stays.
  }
})();
