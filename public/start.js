/*
 * Says why the page does not begin, where its own code cannot: it came as a file, stands in a frame that keeps its parts
 * away, is too new for the browser, or lacks a part. A classic script in the oldest JavaScript, since it must run where
 * nothing else does; its texts, of all languages, the build has put into the page (`#start-texts`). What it says stands in
 * #loading, which goes when the page begins.
 */
(function () {
  'use strict';
  /** The build's targets are the same: a test compares them. */
  var BROWSERS = 'Chrome / Edge 111, Firefox 115, Safari 16.4';
  /** Milliseconds of loading after which something is said. */
  var PATIENCE = 10000;
  var root = document.documentElement;
  var said = false;
  var texts = textsOf(languageOf());

  /** Tags of languages as the page chooses among them: what the address asks for, what was chosen before, the browser's. */
  function languageOf() {
    var tags = [];
    var asked = /[?&]lang=([^&]*)/.exec(location.search);
    if (asked) tags.push(asked[1]);
    try {
      tags.push(localStorage.getItem('resnet-explorer.language') || '');
    } catch (error) {
      // Storage may be forbidden.
    }
    return tags.concat(navigator.languages || [navigator.language || '']);
  }

  /** The texts of the first language of these that there is, else the English ones. */
  function textsOf(tags) {
    var all = JSON.parse(document.getElementById('start-texts').textContent);
    var first = function (tag) {
      return String(tag).toLowerCase().split(/[-_]/)[0];
    };
    for (var i = 0; i < tags.length; i++) {
      for (var name in all) {
        if (first(tags[i]) !== first(name)) continue;
        root.lang = name;
        return all[name];
      }
    }
    return all.en;
  }

  /** Said before anything arrives: in the page it stands in English. */
  whenParsed(function () {
    var place = document.querySelector('#loading > p');
    if (place !== null && !said) place.textContent = texts.loading;
  });

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
      button.textContent = texts.again;
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
    if (isCutOff()) say([texts.cutOff, texts.window.replace('{address}', location.href)]);
    else say([texts.missing, address], true);
  }

  if (location.protocol === 'file:') {
    refuse([texts.file, texts.serve]);
  } else if (isTooOld()) {
    refuse([texts.old.replace('{browsers}', BROWSERS)]);
  }

  window.addEventListener(
    'error',
    function (event) {
      var target = event.target;
      if (target && target.tagName === 'SCRIPT') missing(target.src);
      else if (target === window) say([texts.fault, String(event.message)], true);
    },
    // Files that do not arrive are told to their elements only.
    true,
  );
  window.addEventListener('unhandledrejection', function (event) {
    var message = String((event.reason && event.reason.message) || event.reason);
    var address = /https?:\S+/.exec(message);
    if (/import|preload|module/i.test(message)) missing(address ? address[0] : message);
    else say([texts.fault, message], true);
  });
  setTimeout(function () {
    if (!said) show([texts.slow], true);
  }, PATIENCE);
})();
