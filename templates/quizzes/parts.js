/* What player.js is made of: nodes, mixing by a seed, and responses between controls and plain values. */
var quizParts = (function () {
  'use strict';
  var M = window.quizMarking;

  function make(tag, className, text) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function button(text, act, className) {
    var node = make('button', 'quiz-button ' + (className || ''), text);
    node.type = 'button';
    node.addEventListener('click', act);
    return node;
  }
  function all(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  function named(root, attribute, value) {
    return all(root, '[' + attribute + ']').filter((node) => node.getAttribute(attribute) === value)[0];
  }
  function link(entry) {  // [words, address]: a link where there is an address
    if (!entry[1]) return document.createTextNode(entry[0]);
    var node = make('a', '', entry[0]);
    node.href = entry[1];
    return node;
  }
  function randomFrom(seed, text) {  // mulberry32, started from a seed and an id
    var a = seed >>> 0;
    for (var i = 0; i < text.length; i++) a = Math.imul(a ^ text.charCodeAt(i), 16777619) >>> 0;
    return function () {
      a = (a + 0x6d2b79f5) >>> 0;
      var t = Math.imul(a ^ (a >>> 15), a | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }
  function reorder(nodes, random) {  // always from the server's order, so that one seed gives one order
    var parent = nodes.length && nodes[0].parentNode, mixed;
    nodes.forEach(function (node, index) { if (node.quizPlace === undefined) node.quizPlace = index; });
    mixed = nodes.slice().sort((x, y) => x.quizPlace - y.quizPlace);
    for (var i = mixed.length - 1; i > 0; i--) {
      var j = Math.floor(random() * (i + 1)), other = mixed[i];
      mixed[i] = mixed[j];
      mixed[j] = other;
    }
    mixed.forEach(function (node) { parent.appendChild(node); });
  }
  function unseal(text) {  // base64 of the reversed bytes: out of sight, no secret
    var bytes = Array.from(atob(text), (c) => c.charCodeAt(0)).reverse();
    return JSON.parse(new TextDecoder().decode(new Uint8Array(bytes)));
  }
  function count(number, word) { return number + ' ' + word + (number === 1 || number === '1' ? '' : 's'); }
  function listed(words) { return words.length < 2 ? words.join('') : words.slice(0, -1).join(', ') + ' and ' + words[words.length - 1]; }

  // --- responses: between controls and plain values ---
  function controls(item) { return all(item.node, '.quiz-controls input, .quiz-controls select, .quiz-controls textarea'); }
  function mapOf(item, attribute) {
    var map = {};
    controls(item).forEach(function (c) { if (c.value) map[c.getAttribute(attribute)] = c.value; });
    return map;
  }
  function read(item) {
    var list = controls(item), chosen;
    switch (item.kind) {
      case 'choose-one':
        chosen = list.filter((c) => c.checked)[0];
        return chosen ? chosen.value : null;
      case 'choose-many': return list.filter((c) => c.checked).map((c) => c.value).sort();
      case 'match-pairs': return mapOf(item, 'data-pair');
      case 'fill-gaps': return mapOf(item, 'data-gap');
      case 'put-in-order': return list.map(function (_, place) {
        var here = list.filter((c) => c.value === String(place + 1));
        return here.length === 1 ? here[0].getAttribute('data-entry') : null;  // a place given twice is empty
      });
      default: return list[0].value;
    }
  }
  function placesGivenTwice(item) {
    var values = item.kind === 'put-in-order' ? controls(item).map((c) => c.value) : [];
    return values.filter((v, i) => v && values.indexOf(v) === i && values.lastIndexOf(v) > i).sort();
  }
  function write(item, response) {
    controls(item).forEach(function (c) {
      var map = response && typeof response === 'object' && !Array.isArray(response) ? response : {};
      var place;
      switch (item.kind) {
        case 'choose-one': c.checked = c.value === response; break;
        case 'choose-many': c.checked = Array.isArray(response) && response.includes(c.value); break;
        case 'match-pairs': c.value = map[c.getAttribute('data-pair')] || ''; break;
        case 'fill-gaps': c.value = map[c.getAttribute('data-gap')] || ''; break;
        case 'put-in-order':
          place = Array.isArray(response) ? response.indexOf(c.getAttribute('data-entry')) + 1 : 0;
          c.value = place ? String(place) : '';
          break;
        default: c.value = typeof response === 'string' ? response : '';
      }
      if (c.tagName === 'SELECT' && c.selectedIndex < 0) c.value = '';  // a choice that is no longer there
    });
  }
  function plain(value, depth) {  // whether a value can be a response at all
    if (value === null || typeof value === 'string') return true;
    if (typeof value !== 'object' || depth) return false;
    return Object.values(value).every((entry) => plain(entry, 1));
  }

  // --- marks of a whole quiz ---
  function totals(quiz) {
    var zero = M.fraction(0), sum = { earned: zero, possible: zero, first: zero, outcomes: new Map(), cites: new Map(), doubts: [] };
    function into(map, label, key, mark, points) {
      var row = map.get(key) || { label: label, earned: zero, possible: zero };
      row.earned = M.add(row.earned, mark);
      row.possible = M.add(row.possible, points);
      map.set(key, row);
    }
    if (quiz.survey) return sum;
    quiz.items.forEach(function (item) {
      var kept = quiz.of(item), result = quiz.result(item);
      var mark = kept.checked ? M.times(result.mark, item.points) : zero;  // no telling before it is checked
      if (kept.checked) result.doubts.forEach(function (doubt) { sum.doubts.push('Question ' + item.number + ': ' + doubt); });
      if (item.kind === 'write-freely') return;
      sum.earned = M.add(sum.earned, mark);
      sum.possible = M.add(sum.possible, item.points);
      if (kept.first) sum.first = M.add(sum.first, M.times(M.parse(kept.first), item.points));
      into(sum.outcomes, [quiz.data.outcomes[item.outcome] || item.outcome, ''], item.outcome, mark, item.points);
      item.cites.forEach(function (cite) { into(sum.cites, cite, cite[0], mark, item.points); });
    });
    return sum;
  }
  function row(tag, cells) {  // the first cell names the row
    var line = make('tr');
    cells.forEach(function (content, index) {
      var cell = make(index && tag === 'td' ? 'td' : 'th');
      if (cell.tagName === 'TH') cell.scope = tag === 'td' ? 'row' : 'col';
      cell.append(content);
      line.append(cell);
    });
    return line;
  }
  function table(caption, heading, rows) {
    var node = make('table', 'quiz-table'), head = make('thead'), body = make('tbody');
    head.append(row('th', [heading, 'Marks']));
    rows.forEach(function (r) { body.append(row('td', [link(r.label), M.showNumber(r.earned, 2) + ' of ' + M.showNumber(r.possible, 2)])); });
    node.append(make('caption', '', caption), head, body);
    return node;
  }

  return { make, button, all, named, link, count, listed, unseal, plain, randomFrom, reorder, controls, read, write,
           placesGivenTwice, totals, table };
})();
