/* The scoring rules of build_tools/marking/rules.py, one for one, for a page: plain script, no module, no network.
   Marks are exact: {n, d} of BigInt in lowest terms. Change the two files together; the vectors in
   tests/marking/cases hold them to each other, doubts included. */
var quizMarking = (function () {
  'use strict';
  var LONGEST_TEXT = 10000, LONGEST_NUMBER = 60, QUOTED = 40;
  var WRONG_SHAPE = 'The answer is not of the kind this question takes.';
  var TOO_LONG = 'The answer is too long to be read.';

  // --- fractions ---
  function fraction(n, d) {
    n = BigInt(n);
    d = d === undefined ? 1n : BigInt(d);
    if (d < 0n) { n = -n; d = -d; }
    var a = n < 0n ? -n : n, b = d;
    while (b) { var rest = a % b; a = b; b = rest; }
    return { n: n / a, d: d / a };
  }
  function add(a, b) { return fraction(a.n * b.d + b.n * a.d, a.d * b.d); }
  function times(a, b) { return fraction(a.n * b.n, a.d * b.d); }
  function compare(a, b) { var x = a.n * b.d, y = b.n * a.d; return x < y ? -1 : x > y ? 1 : 0; }
  function show(f) { return f.d === 1n ? String(f.n) : f.n + '/' + f.d; }
  function parse(text) {  // "3/4" or a plain decimal
    var parts = text.split('/');
    if (parts.length === 2) return fraction(parts[0], parts[1]);
    var match = /^([+-]?)([0-9]*)\.?([0-9]*)$/.exec(text);
    return fraction(match[1].replace('+', '') + (match[2] + match[3] || '0'), 10n ** BigInt(match[3].length));
  }
  function showNumber(f, places) {  // rounded once, half up
    var scale = 10n ** BigInt(places), size = f.n < 0n ? -f.n : f.n;
    var scaled = (size * scale * 2n + f.d) / (2n * f.d);
    var tail = places ? String(scaled % scale).padStart(places, '0').replace(/0+$/, '') : '';
    return (f.n < 0n && scaled ? '-' : '') + scaled / scale + (tail ? '.' + tail : '');
  }

  // --- text: the code points are those of rules.py, not those of \s ---
  var SPACES = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
  var INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
  var APOSTROPHES = /[\u0060\u00b4\u02bc\u2018\u2019\u201b\u2032]/g;
  var QUOTES = /[\u201c-\u201f\u2033]/g;
  var DASHES = /[\u2010-\u2015\u2212]/g;
  var CASED = /[A-Za-z\u00b5-\u024f\u0370-\u058f\u1e00-\u1fff\ufb00-\ufb17\uff21-\uff5a]/g;

  function foldCase(text) {
    return text.replace(CASED, function (c) {
      return Array.from(c.toLowerCase().toUpperCase(), (u) => u.toLowerCase()).join('');
    });
  }
  function tidy(text) {
    return text.normalize('NFC').replace(INVISIBLE, '').replace(SPACES, ' ').replace(APOSTROPHES, "'")
      .replace(QUOTES, '"').replace(DASHES, '-').replace(/^ +/, '').replace(/([^ ]) +$/, '$1');
  }
  function normalText(text, caseMatters, spacesMatter) {
    var flat = tidy(text);
    if (!spacesMatter) flat = flat.replace(/ +/g, ' ');
    return (caseMatters ? flat : foldCase(flat)).normalize('NFC');
  }
  function longerThan(text, most) {  // in code points, without taking a huge text apart
    return text.length > most && (text.length > 2 * most || Array.from(text).length > most);
  }
  function quote(text) {
    var points = Array.from(text.slice(0, 2 * QUOTED + 2));
    var shown = points.slice(0, QUOTED).map(function (c) {
      return c.length === 1 && c >= '\ud800' && c <= '\udfff' ? '\ufffd' : c;
    }).join('').replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
    return '"' + shown + (points.length > QUOTED ? '…' : '') + '"';
  }

  // --- numbers ---
  var NUMBER = new RegExp('^([+-]?)(?:([0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+)' +
    '(?:\\.([0-9]*))?|\\.([0-9]+))(?:e([+-]?[0-9]{1,3})(?![0-9]))?(.*)$');
  var SAME_UNITS = [['%', 'per cent', 'percent'], ['£', 'pound', 'pounds']];

  function unitForms(unit) {
    var plain = normalText(unit, false, false);
    if (!plain) return [];
    for (var i = 0; i < SAME_UNITS.length; i++) if (SAME_UNITS[i].includes(plain)) return SAME_UNITS[i];
    return [plain, plain.endsWith('s') ? plain.slice(0, -1) : plain + 's'];
  }
  function readNumber(text, unit) {  // [fraction or null, doubt]
    var flat = normalText(text, false, false);
    if (longerThan(flat, LONGEST_NUMBER)) return [null, TOO_LONG];
    var forms = unitForms(unit);
    if (forms.includes('£') && /^[+-]?£/.test(flat)) flat = flat.replace('£', '');
    var match = NUMBER.exec(flat);
    if (!match) return [null, quote(text) + ' is not a number in figures.'];
    var rest = match[6].replace(/^ +| +$/g, '');
    if (rest && !forms.includes(rest) && !(rest.endsWith('.') && forms.includes(rest.slice(0, -1)))) {
      return [null, quote(text) + ' has more than a number in it; ' +
        (forms.length ? 'the unit asked for is ' + unit : 'only a number is asked for') + '.'];
    }
    var decimals = match[4] || match[3] || '';
    var power = Number(match[5] || 0) - decimals.length;
    var value = BigInt((match[2] || '').replace(/[, ]/g, '') + decimals) * (match[1] === '-' ? -1n : 1n);
    return [power >= 0 ? fraction(value * 10n ** BigInt(power)) : fraction(value, 10n ** BigInt(-power)), ''];
  }

  // --- one function an interaction ---
  function finish(mark, feedback, doubts, parts) {
    var state = mark.n === mark.d ? 'right' : mark.n > 0n ? 'partly' : 'wrong';
    return { mark: mark, state: state, feedback: feedback.concat(state), doubts: doubts, parts: parts };
  }
  function nothing(state, doubts) {
    return { mark: fraction(0), state: state, feedback: state === 'wrong' ? ['wrong'] : [], doubts: doubts || [], parts: [] };
  }
  function isText(value) { return typeof value === 'string'; }
  function isTextOrNull(value) { return value === null || typeof value === 'string'; }
  function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isTextOrNull);
  }
  function own(map, key) { return Object.prototype.hasOwnProperty.call(map, key) ? map[key] : null; }
  function settle(response) {  // the result that settles a typed answer at once, or null
    if (!isText(response)) return nothing('wrong', [WRONG_SHAPE]);
    if (longerThan(response, LONGEST_TEXT)) return nothing('wrong', [TOO_LONG]);
    return tidy(response) ? null : nothing('blank');
  }
  function isAccepted(accepted, text, spec) {
    var given = normalText(text, spec['case'], spec.spaces);
    return accepted.some((spelling) => normalText(spelling, spec['case'], spec.spaces) === given);
  }
  function strangers(response, ids, what) {
    return Object.keys(response).filter((id) => !ids.includes(id)).sort().slice(0, 3)
      .map((id) => quote(id) + ' is not one of the ' + what + '.');
  }
  function rightParts(parts) { return parts.filter((part) => part[1]).length; }
  function idsOf(list) { return list.map((entry) => entry.id); }

  var RULES = {
    'choose-one': function (spec, response) {
      if (!isText(response)) return nothing('wrong', [WRONG_SHAPE]);
      if (response === '') return nothing('blank');
      if (!spec.options.includes(response)) return nothing('wrong', [quote(response) + ' is not one of the options.']);
      var right = spec.keys.includes(response);
      return finish(fraction(right ? 1 : 0), ['option:' + response], [], [[response, right]]);
    },
    'choose-many': function (spec, response) {
      if (!Array.isArray(response) || !response.every(isText)) return nothing('wrong', [WRONG_SHAPE]);
      if (!response.length) return nothing('blank');
      var doubts = [];
      for (var i = 0; i < response.length && doubts.length < 3; i++) {
        if (!spec.options.includes(response[i])) doubts.push(quote(response[i]) + ' is not one of the options.');
        else if (response.indexOf(response[i]) < i) doubts.push(quote(response[i]) + ' is given twice.');
      }
      var chosen = spec.options.filter((option) => response.includes(option));
      var parts = chosen.map((option) => [option, spec.keys.includes(option)]);
      var net = 2 * rightParts(parts) - parts.length;
      return finish(fraction(Math.max(0, net), spec.keys.length),
        chosen.map((option) => 'option:' + option), doubts, parts);
    },
    'enter-number': function (spec, response) {
      var settled = settle(response);
      if (settled) return settled;
      var read = readNumber(response, spec.unit);
      if (!read[0]) return nothing('wrong', [read[1]]);
      var value = parse(spec.value), off = add(read[0], { n: -value.n, d: value.d });
      if (off.n < 0n) off.n = -off.n;
      return finish(fraction(compare(off, parse(spec.tolerance)) <= 0 ? 1 : 0), [], [], []);
    },
    'enter-text': function (spec, response) {
      return settle(response) || finish(fraction(isAccepted(spec.accepted, response, spec) ? 1 : 0), [], [], []);
    },
    'match-pairs': function (spec, response) {
      if (!isMap(response)) return nothing('wrong', [WRONG_SHAPE]);
      var doubts = strangers(response, idsOf(spec.pairs), 'pairs'), feedback = [], parts = [];
      spec.pairs.forEach(function (pair) {
        var given = own(response, pair.id);
        if (!given) return;
        if (!spec.rights.includes(given)) doubts.push(quote(given) + ' is not one of the choices.');
        var right = pair.rights.includes(given);
        if (!right) feedback.push('pair:' + pair.id);
        parts.push([pair.id, right]);
      });
      if (!parts.length) return nothing(doubts.length ? 'wrong' : 'blank', doubts);
      return finish(fraction(rightParts(parts), spec.pairs.length), feedback, doubts, parts);
    },
    'put-in-order': function (spec, response) {
      if (!Array.isArray(response) || !response.every(isTextOrNull)) return nothing('wrong', [WRONG_SHAPE]);
      var doubts = [], parts = [], entries = spec.entries;
      response.slice(0, entries.length).forEach(function (entry, place) {
        if (!entry) return;
        if (!entries.includes(entry)) doubts.push(quote(entry) + ' is not one of the entries.');
        else if (response.indexOf(entry) < place) doubts.push(quote(entry) + ' is given twice.');
        parts.push([entry, entry === entries[place]]);
      });
      if (response.length > entries.length) doubts.push('More entries are given than there are places.');
      if (!parts.length) return nothing(doubts.length ? 'wrong' : 'blank', doubts);
      return finish(fraction(rightParts(parts), entries.length), [], doubts.slice(0, 4), parts);
    },
    'fill-gaps': function (spec, response) {
      if (!isMap(response)) return nothing('wrong', [WRONG_SHAPE]);
      var doubts = strangers(response, idsOf(spec.gaps), 'gaps'), feedback = [], parts = [];
      spec.gaps.forEach(function (gap) {
        var given = own(response, gap.id), right, tooLong = given !== null && longerThan(given, LONGEST_TEXT);
        if (given === null || (!tooLong && !tidy(given))) return;
        if (gap.options) {
          right = gap.keys.includes(given);
          if (gap.options.includes(given)) feedback.push('gap:' + gap.id + ':' + given);
          else doubts.push(quote(given) + ' is not one of the choices.');
        } else if (tooLong) {
          right = false;
          doubts.push(TOO_LONG);
        } else right = isAccepted(gap.accepted, given, spec);
        if (!right) feedback.push('gap:' + gap.id);
        parts.push([gap.id, right]);
      });
      if (!parts.length) return nothing(doubts.length ? 'wrong' : 'blank', doubts);
      return finish(fraction(rightParts(parts), spec.gaps.length), feedback, doubts, parts);
    },
    'write-freely': function (spec, response) {
      if (!isText(response)) return nothing('unmarked', [WRONG_SHAPE]);
      return nothing(longerThan(response, LONGEST_TEXT) || tidy(response) ? 'unmarked' : 'blank');
    }
  };
  function mark(spec, response) {
    return response === null || response === undefined ? nothing('blank') : RULES[spec.kind](spec, response);
  }
  return { mark, fraction, add, times, compare, show, parse, showNumber, foldCase };
})();
