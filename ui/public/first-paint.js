// Sets the theme before anything is drawn, so that a dark window does not start with a white flash.
// A file of its own because the content security policy allows no inline script. The program puts
// what it hands to the page in front of it.
(function () {
  var wanted = globalThis.handed && globalThis.handed.look.theme;
  var dark =
    wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
