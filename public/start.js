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

  /** Before DOMContentLoaded, which waits for the page's own code: that may be what does not come. */
  function whenParsed(act) {
    if (document.readyState !== 'loading') {
      act();
      return;
    }
    document.addEventListener('readystatechange', function parsed() {
      document.removeEventListener('readystatechange', parsed);
      act();
    });
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
      // A button that is there stays: it may be under a finger.
      var button = place.querySelector('button');
      while (place.firstChild && place.firstChild !== button) place.removeChild(place.firstChild);
      for (var i = 0; i < lines.length; i++) place.insertBefore(paragraph(lines[i]), button);
      if (!canReload || button !== null) return;
      button = document.createElement('button');
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
    else fail([texts.missing, address]);
  }

  /** Says so, and what is wrong with a file as soon as that is found. */
  function fail(lines) {
    var hasBegun = document.readyState !== 'loading' && document.getElementById('loading') === null;
    if (said || hasBegun) return;
    say(lines, true);
    examine(function (fault) {
      show([texts.missing, fault], true);
    });
  }

  function filled(text, values) {
    for (var name in values) text = text.replace('{' + name + '}', values[name]);
    return text;
  }

  /** Addresses of the scripts and style sheets that the page begins with. */
  function files() {
    var elements = document.querySelectorAll('script[src], link[href]');
    var found = [];
    for (var i = 0; i < elements.length; i++) {
      var address = elements[i].src || elements[i].href;
      if (/\/assets\/[^?]*\.(js|css)$/.test(address) && found.indexOf(address) < 0) found.push(address);
    }
    return found;
  }

  /**
   * Asks for them once more, since browsers do not tell what was wrong, and for the list of what they should be. `tell` hears of
   * the first that is not.
   */
  function examine(tell) {
    if (!window.fetch || !window.Promise) return;
    var isTold = false;
    var once = function (text, values) {
      if (!isTold) tell(filled(text, values));
      isTold = true;
    };
    var ask = function (address) {
      return fetch(address, { cache: 'no-store' });
    };
    var none = function () {
      return {};
    };
    ask('files.json')
      .then(function (answer) {
        return answer.ok ? answer.json() : {};
      })
      .catch(none)
      .then(function (list) {
        files().forEach(function (address) {
          look(address, list, ask, once);
        });
      });
  }

  function look(address, list, ask, tell) {
    var file = address.replace(/^.*?:\/\/[^/]*/, '');
    var wanted = /css$/.test(file) ? 'CSS' : 'JavaScript';
    ask(address).then(
      function (answer) {
        var type = (answer.headers.get('content-type') || '').split(';')[0];
        if (!answer.ok) tell(texts.status, { file: file, status: answer.status });
        else if (!(wanted === 'CSS' ? /css/ : /javascript/).test(type))
          tell(texts.type, { file: file, type: type, wanted: wanted });
        else
          answer.arrayBuffer().then(
            function (content) {
              var known = list[file.replace(/^.*\/(?=assets\/)/, '')];
              if (known && known[0] !== content.byteLength)
                tell(texts.length, { file: file, bytes: content.byteLength, wanted: known[0] });
              else if (known && window.crypto && crypto.subtle)
                crypto.subtle.digest('SHA-256', content).then(function (digest) {
                  if (hexOf(digest) !== known[1]) tell(texts.content, { file: file });
                });
            },
            function () {
              tell(texts.broken, { file: file });
            },
          );
      },
      function () {
        tell(texts.silent, { file: file });
      },
    );
  }

  function nameOf(address) {
    return address.replace(/^.*\//, '');
  }

  function hexOf(buffer) {
    var hex = '';
    new Uint8Array(buffer).forEach(function (byte) {
      hex += (byte < 16 ? '0' : '') + byte.toString(16);
    });
    return hex;
  }

  /** Those of them that the browser still waits for. */
  function awaited() {
    var arrived = performance.getEntriesByType('resource').map(function (entry) {
      return entry.name;
    });
    return files().filter(function (address) {
      return arrived.indexOf(address) < 0;
    });
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
      else if (target === window) fail([texts.fault, String(event.message)]);
    },
    // Files that do not arrive are told to their elements only.
    true,
  );
  window.addEventListener('unhandledrejection', function (event) {
    var message = String((event.reason && event.reason.message) || event.reason);
    var address = /https?:\S+/.exec(message);
    if (/import|preload|module/i.test(message)) missing(address ? address[0] : message);
    else fail([texts.fault, message]);
  });
  setTimeout(function () {
    if (said) return;
    var waiting = awaited();
    show(
      [texts.slow].concat(
        waiting.length > 0 ? filled(texts.waiting, { files: waiting.map(nameOf).join(', ') }) : [],
      ),
      true,
    );
    // A file without anything in it is one to browsers, and begins nothing.
    if (waiting.length === 0)
      examine(function (fault) {
        if (!said) show([texts.missing, fault], true);
      });
  }, PATIENCE);
})();
