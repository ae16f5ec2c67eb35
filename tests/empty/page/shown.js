const frame = () => new Promise((begun) => requestAnimationFrame(begun));

frame()
  .then(frame)
  .then(() => window.__TAURI_INTERNALS__.invoke('ask'));
