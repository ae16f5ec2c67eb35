// Sets the theme before anything is drawn, so that a dark window does not start with a white flash.
// A file of its own because the content security policy allows no inline script.
(function () {
  var wanted = null;
  try {
    wanted = localStorage.getItem('theme');
  } catch {
    // No storage: the system's theme it is, until the first snapshot says otherwise.
  }
  var dark =
    wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
