/*
 * Says why the page does not begin, where its own code cannot: it came as a file, stands in a frame that keeps its parts
 * away, is too new for the browser, or lacks a part. A classic script in the oldest JavaScript, with texts of its own,
 * since it must run where nothing else does. What it says stands in #loading, which goes when the page begins.
 */
(function () {
  'use strict';
  /** The build's targets are the same: a test compares them. */
  var BROWSERS = 'Chrome or Edge 111, Firefox 115, or Safari 16.4';
  /** Milliseconds of loading after which something is said. */
  var PATIENCE = 10000;
  var root = document.documentElement;
  var said = false;

  function whenParsed(act) {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act);
    else act();
  }

  function paragraph(text) {
    var element = document.createElement('p');
    element.textContent = text;
    return element;
  }

  function show(lines, canReload) {
    whenParsed(function () {
      var place = document.getElementById('loading');
      // The page has begun: from now on it speaks for itself.
      if (place === null) return;
      place.textContent = '';
      for (var i = 0; i < lines.length; i++) place.appendChild(paragraph(lines[i]));
      if (!canReload) return;
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'button';
      button.textContent = 'Load again';
      button.addEventListener('click', function () {
        location.reload();
      });
      place.appendChild(button);
    });
  }

  /** The first cause is the true one. */
  function say(lines, canReload) {
    if (said) return;
    said = true;
    show(lines, canReload);
  }

  /** What keeps the page from beginning is known before it tries: it does not. */
  function refuse(lines) {
    root.setAttribute('data-cannot-start', '');
    say(lines, false);
  }

  function isTooOld() {
    var array = Array.prototype;
    return !(
      'noModule' in document.createElement('script') &&
      array.toSorted &&
      array.toSpliced &&
      array.findLast &&
      Object.hasOwn &&
      window.DecompressionStream &&
      window.CSS &&
      CSS.supports('color', 'color-mix(in srgb, red, red)')
    );
  }

  function isCutOff() {
    return window.origin === 'null';
  }

  function missing(address) {
    if (isCutOff())
      say([
        'ResNet Explorer cannot load its parts in this frame, which is cut off from its own address (sandbox).',
        'Open it in a window of its own: ' + location.href,
      ]);
    else say(['ResNet Explorer cannot begin: a part of it did not arrive.', address], true);
  }

  if (location.protocol === 'file:') {
    refuse([
      'ResNet Explorer was opened as a file, and browsers load its parts from a web server only.',
      'Run “npm start” in its folder, or put the built folder on any web server.',
    ]);
  } else if (isTooOld()) {
    refuse(['This browser is too old for ResNet Explorer. It needs ' + BROWSERS + ', or newer.']);
  }

  window.addEventListener(
    'error',
    function (event) {
      var target = event.target;
      if (target && target.tagName === 'SCRIPT') missing(target.src);
      else if (target === window)
        say(['ResNet Explorer cannot begin: something went wrong.', String(event.message)], true);
    },
    // Files that do not arrive are told to their elements only.
    true,
  );
  window.addEventListener('unhandledrejection', function (event) {
    var message = String((event.reason && event.reason.message) || event.reason);
    var address = /https?:\S+/.exec(message);
    if (/import|preload|module/i.test(message)) missing(address ? address[0] : message);
    else say(['ResNet Explorer cannot begin: something went wrong.', message], true);
  });
  setTimeout(function () {
    if (!said) show(['Loading ResNet Explorer… This takes longer than usual.'], true);
  }, PATIENCE);
})();
