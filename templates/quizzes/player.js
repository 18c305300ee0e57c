/* Plays the quizzes of a page, after marking.js and parts.js. Keeps answers in this browser only; sends nothing.
   No text goes into the page as markup: textContent, or copies of nodes that stand there.
   A host may set window.quizStore = {load, save, erase} first, and listen for quiz-changed and quiz-finished. */
(function () {
  'use strict';
  var M = window.quizMarking;
  var LARGEST_FILE = 1000000;
  var VERDICTS = { right: 'Right.', partly: 'Partly right', wrong: 'Not right.', blank: 'Not answered.',
                   unmarked: 'Kept: hold it against the good answer.' };
  var browserStore = {
    load: (key) => window.localStorage.getItem(key),
    save: function (key, text) { window.localStorage.setItem(key, text); },
    erase: function (key) { window.localStorage.removeItem(key); }
  };

  var P = window.quizParts, make = P.make, button = P.button, all = P.all, named = P.named;

  // --- one quiz ---
  function Quiz(root) {
    var self = this;
    this.root = root;
    this.form = root.querySelector('.quiz-form');
    this.data = JSON.parse(root.querySelector('.quiz-data').textContent);
    this.secret = this.data.sealed ? P.unseal(this.data.sealed) : this.data.key;
    this.keyNode = root.querySelector('.quiz-key');
    this.store = window.quizStore || browserStore;
    this.storeKey = 'cpd-quiz:' + this.data.kit + ':' + this.data.bank;
    this.survey = this.data.mode === 'survey';
    this.each = !this.survey && this.data.reveal === 'each';
    this.heading = 'h' + Math.min(6, Number(root.querySelector('.quiz-title').tagName[1]) + 1);
    this.hushed = this.survey || this.data.reveal === 'never';
    this.items = this.data.items.map(function (entry, index) {
      var node = named(root, 'data-item', entry.id);
      return { id: entry.id, number: index + 1, points: M.parse(entry.points), shuffle: entry.shuffle, outcome: entry.outcome,
               cites: entry.cites, node: node, kind: node.getAttribute('data-kind'), spec: self.secret.specs[entry.id] };
    });
    this.state = this.stored() || this.fresh();
    this.mix();
    this.build();
    this.restore();
  }

  Quiz.prototype = {
    // --- what is kept ---
    fresh: function () {
      var seed = window.crypto && crypto.getRandomValues ? crypto.getRandomValues(new Uint32Array(1))[0] : Date.now();
      return { seed: seed, items: {}, done: false, rounds: 0 };
    },
    clean: function (raw) {  // a state with only what this quiz knows, or null
      if (!raw || typeof raw !== 'object' || raw.format !== this.data.format || typeof raw.items !== 'object' || !raw.items) return null;
      var state = { seed: Number(raw.seed) >>> 0, items: {}, done: raw.done === true, rounds: Math.max(0, Math.floor(raw.rounds) || 0) };
      this.items.forEach(function (item) {
        var kept = Object.prototype.hasOwnProperty.call(raw.items, item.id) ? raw.items[item.id] : null;
        if (!kept || typeof kept !== 'object' || !P.plain(kept.answer === undefined ? null : kept.answer, 0)) return;
        state.items[item.id] = {
          answer: kept.answer === undefined ? null : kept.answer, tries: Math.max(0, Math.floor(kept.tries) || 0),
          first: /^[0-9]{1,9}(\/[1-9][0-9]{0,8})?$/.test(kept.first) ? kept.first : '', checked: kept.checked === true, shown: kept.shown === true
        };
      });
      return state;
    },
    stored: function () {
      try { return this.clean(JSON.parse(this.store.load(this.storeKey))); } catch (error) { return null; }
    },
    packed: function () {
      return JSON.stringify({ format: this.data.format, kit: this.data.kit, bank: this.data.bank, title: this.data.title,
        seed: this.state.seed, done: this.state.done, rounds: this.state.rounds, items: this.state.items });
    },
    save: function () {
      try {
        this.store.save(this.storeKey, this.packed());
        this.kept.textContent = '';
      } catch (error) {
        this.kept.textContent = 'This browser keeps no answers for this page. Save them to a file.';
      }
      this.root.dispatchEvent(new CustomEvent('quiz-changed', { detail: P.totals(this) }));
    },
    of: function (item) {
      if (!this.state.items[item.id]) this.state.items[item.id] = { answer: null, tries: 0, first: '', checked: false, shown: false };
      return this.state.items[item.id];
    },

    // --- what is added to the page ---
    mix: function () {
      var seed = this.state.seed;
      this.items.forEach(function (item) {
        if (!item.shuffle) return;
        all(item.node, '.quiz-options').forEach(function (box) { P.reorder(all(box, '.quiz-option'), P.randomFrom(seed, item.id)); });
        if (item.kind === 'put-in-order') P.reorder(all(item.node, '.quiz-row'), P.randomFrom(seed, item.id));
        else if (!item.node.querySelector('.quiz-lettered')) {
          all(item.node, 'select').forEach(function (menu) {
            var which = item.kind === 'match-pairs' ? item.id : item.id + menu.id;
            P.reorder(all(menu, 'option').slice(1), P.randomFrom(seed, which));
          });
        }
      });
    },
    build: function () {
      var self = this;
      this.root.querySelector('.quiz-unscripted').remove();
      this.voice = make('p', 'quiz-hidden');
      this.voice.setAttribute('role', 'status');
      this.root.insertBefore(this.voice, this.form);
      this.items.forEach(function (item) {
        item.box = make('div', 'quiz-result');
        item.box.tabIndex = -1;
        item.actions = make('div', 'quiz-actions');
        if (self.each) {
          item.check = button(item.kind === 'write-freely' ? 'Compare my answer' : 'Check my answer', function () { self.checkOne(item); });
          item.show = button('Show the answer', function () { self.showAnswer(item); });
          item.actions.append(item.check, item.show);
        }
        item.node.append(item.actions, item.box);
        item.node.addEventListener('input', function () { self.changed(item); });
        item.node.addEventListener('keydown', function (event) {
          if (event.key === 'Enter' && event.target.tagName === 'INPUT') {
            event.preventDefault();
            if (self.each && !item.check.hidden) self.checkOne(item);
          }
        });
      });
      this.form.addEventListener('submit', function (event) { event.preventDefault(); });
      this.finishButton = button(this.survey ? 'Finish' : 'Check my answers', function () { self.finish(); }, 'quiz-main');
      this.message = make('p', 'quiz-message');
      this.summary = make('div', 'quiz-summary');
      this.summary.tabIndex = -1;
      var bar = make('div', 'quiz-actions');
      bar.append(this.finishButton);
      this.form.append(bar, this.message, this.summary);
      this.form.append(this.keeping());
    },
    keeping: function () {
      var self = this, box = make('details', 'quiz-keeping'), tools = make('div', 'quiz-actions');
      var picker = make('input', 'quiz-file'), label = make('label', 'quiz-button', 'Load answers from a file');
      var sure = make('div', 'quiz-actions'), erase = button('Erase my answers', function () { ask(true); });
      function ask(open) {
        sure.hidden = !open;
        erase.hidden = open;
        (open ? sure.firstChild : erase).focus();
      }
      picker.type = 'file';
      picker.accept = '.json,application/json';
      picker.id = this.root.id + '-file';
      label.htmlFor = picker.id;
      picker.addEventListener('change', function () { if (picker.files[0]) self.load(picker.files[0]); picker.value = ''; });
      sure.hidden = true;
      sure.append(button('Erase them for good', function () { self.erase(); ask(false); }), button('Keep them', function () { ask(false); }));
      tools.append(button('Save answers to a file', function () { self.download(); }), picker, label, erase, sure);
      this.kept = make('p', 'quiz-doubt');
      box.append(make('summary', '', 'Your answers in this browser'),
        make('p', '', 'They are kept on this device and sent nowhere. Save them to a file to move them or hand them in.'), tools, this.kept);
      return box;
    },
    restore: function () {
      var self = this;
      this.items.forEach(function (item) {
        var kept = self.of(item), before = JSON.stringify(kept.answer);
        P.write(item, kept.answer);
        if (kept.answer !== null) kept.answer = P.read(item);  // without choices that are no longer there
        if (JSON.stringify(kept.answer) !== before) kept.checked = false;
        self.paint(item);
      });
      this.message.textContent = '';
      this.settle();
    },
    say: function (text) {
      var voice = this.voice;
      voice.textContent = '';  // emptied first, so that the same words are read out again
      setTimeout(function () { voice.textContent = text; }, 50);
    },
    tell: function (text) { this.message.textContent = text; this.say(text); },

    // --- answering and checking ---
    changed: function (item) {
      var kept = this.of(item), was = kept.checked;
      kept.answer = P.read(item);
      kept.checked = false;
      this.warned = '';
      if (was) { this.paint(item); this.settle(); }
      this.save();
    },
    result: function (item) { return M.mark(item.spec, this.of(item).answer); },
    isLocked: function (item) {
      var kept = this.of(item), most = this.data.attempts;
      if (!this.each) return this.state.done;
      return kept.shown || (kept.checked && (this.result(item).state === 'right' || (most > 0 && kept.tries >= most)));
    },
    tried: function (item) {  // one more try: the first one's mark is kept for the record
      var kept = this.of(item);
      if (!kept.checked) {
        kept.tries++;
        if (!kept.first) kept.first = M.show(this.result(item).mark);
      }
      kept.checked = true;
    },
    checkOne: function (item) {
      var twice = P.placesGivenTwice(item);
      this.of(item).answer = P.read(item);
      if (twice.length) return this.complain(item, 'Place ' + P.listed(twice) + ' is given twice. Give each place once.');
      if (this.result(item).state === 'blank') return this.complain(item, 'Answer first.');
      this.tried(item);
      this.paint(item);
      this.settle();
      this.save();
      this.say(item.box.innerText);
      if (this.isLocked(item)) item.box.focus();
    },
    complain: function (item, text) {
      item.box.textContent = '';
      item.box.append(make('p', 'quiz-doubt', text));
      this.say(text);
    },
    showAnswer: function (item) {
      this.of(item).shown = true;
      this.paint(item);
      this.settle();
      this.save();
      this.say(item.box.innerText);
      item.box.focus();
    },
    finish: function () {
      var self = this, open, twice;
      this.items.forEach(function (item) { if (!self.isLocked(item)) self.of(item).answer = P.read(item); });
      twice = this.items.filter((item) => P.placesGivenTwice(item).length);
      if (twice.length) return this.tell('Question ' + twice[0].number + ': a place is given twice. Give each place once.');
      open = this.items.filter((item) => self.result(item).state === 'blank').map((item) => item.number);
      if (open.length && this.warned !== String(open)) {
        this.warned = String(open);
        return this.tell((open.length === 1 ? 'Question ' + open[0] + ' has' : 'Questions ' + P.listed(open) + ' have') +
          ' no answer yet. Press the button again to leave ' + (open.length === 1 ? 'it' : 'them') + ' open.');
      }
      this.message.textContent = '';
      this.state.done = true;
      this.state.rounds++;
      this.items.forEach(function (item) { self.tried(item); });
      this.items.forEach(function (item) { self.paint(item); });
      this.settle();
      this.save();
      this.summary.focus();
      this.root.dispatchEvent(new CustomEvent('quiz-finished', { detail: P.totals(this) }));
    },
    wrongOnes: function () {
      var self = this, most = this.data.attempts;
      return this.items.filter(function (item) {
        var kept = self.of(item), state = self.result(item).state;
        return !self.hushed && state !== 'right' && item.kind !== 'write-freely' &&
          !(most > 0 && (self.each ? kept.tries : self.state.rounds) >= most);
      });
    },
    retry: function () {
      var self = this, wrong = this.wrongOnes();
      this.state.done = false;
      this.items.forEach(function (item) {
        var kept = self.of(item);
        item.node.hidden = !wrong.includes(item);
        if (item.node.hidden) return;
        kept.answer = null;
        kept.checked = kept.shown = false;
        P.write(item, null);
        self.paint(item);
      });
      this.settle();
      this.save();
      wrong[0].node.tabIndex = -1;
      wrong[0].node.focus();
    },

    // --- showing what came of it ---
    said: function (item, id) {  // nodes of one feedback
      if (this.secret.said) {
        var text = this.secret.said[item.id][id];
        return text ? text.split('\n\n').map((block) => make('p', '', block)) : [];
      }
      var entry = this.keyNode && named(this.keyNode, 'data-key', item.id), found = entry && named(entry, 'data-said', id);
      return found ? Array.from(found.querySelector('.quiz-said').cloneNode(true).childNodes) : [];
    },
    answerNodes: function (item) {
      if (this.secret.answers) return this.secret.answers[item.id].map((line) => make('p', '', line));
      var entry = this.keyNode && named(this.keyNode, 'data-key', item.id);
      return entry ? Array.from(entry.querySelector('.quiz-answer-text').cloneNode(true).childNodes) : [];
    },
    partNode: (item, id) => named(item.node, 'data-part', id) || named(item.node, 'data-gap', id),
    leadOf: function (item, id) {  // what a feedback is about, in the words that stand on the page
      var node = this.partNode(item, id.split(':')[1] || '');
      return node ? node.getAttribute('aria-label') || node.querySelector('label').textContent : '';
    },
    paint: function (item) {
      var self = this, kept = this.of(item), box = item.box, result, ids, several, reveal, locked = this.isLocked(item);
      box.textContent = '';
      all(item.node, '.quiz-tick').forEach(function (tick) { tick.remove(); });
      P.controls(item).forEach(function (c) { c.disabled = locked; });
      if (this.each) {
        item.check.hidden = locked;
        item.show.hidden = locked || !kept.tries;
      }
      if (this.hushed || !(kept.checked || kept.shown)) return;
      result = this.result(item);
      reveal = kept.shown || (locked && result.state !== 'right') || item.kind === 'write-freely';
      box.append(make('p', 'quiz-verdict quiz-' + result.state, this.verdict(item, result)));
      result.doubts.forEach(function (doubt) { box.append(make('p', 'quiz-doubt', doubt)); });
      ids = result.feedback.filter((id) => self.said(item, id).length);
      several = ids.filter((id) => id.includes(':')).length > 1;
      ids.forEach(function (id) {
        var part = make('div', 'quiz-feedback'), lead = several ? self.leadOf(item, id) : '';
        if (lead) part.append(make('p', 'quiz-lead', lead.trim() + ':'));
        part.append.apply(part, self.said(item, id));
        box.append(part);
      });
      result.parts.forEach(function (part) {
        var node = self.partNode(item, part[0]), tick = make('span', 'quiz-tick quiz-' + (part[1] ? 'right' : 'wrong'), part[1] ? '✓ Right' : '✗ Not right');
        if (node) node.insertAdjacentElement(node.hasAttribute('data-part') ? 'beforeend' : 'afterend', tick);
      });
      if (reveal && this.answerNodes(item).length) {
        var answer = make('div', 'quiz-answer');
        answer.append(make('p', 'quiz-lead', item.kind === 'write-freely' ? 'A good answer:' : 'Answer:'));
        answer.append.apply(answer, this.answerNodes(item));
        box.append(answer);
      }
      var cites = make('p', 'quiz-cites', 'Read: ');
      item.cites.forEach(function (cite, index) { cites.append(index ? '; ' : '', P.link(cite)); });
      if (item.cites.length) box.append(cites);
    },
    verdict: function (item, result) {
      if (result.state !== 'partly') return VERDICTS[result.state];
      return VERDICTS.partly + ': ' + M.showNumber(M.times(result.mark, item.points), 2) + ' of ' + P.count(M.showNumber(item.points, 2), 'mark') + '.';
    },
    settle: function () {  // what hangs on the whole: summary, key, last button
      this.finishButton.hidden = this.state.done && !this.each;
      if (this.keyNode) this.keyNode.hidden = !this.state.done;
      if (this.state.done) this.items.forEach(function (item) { item.node.hidden = false; });
      this.summarise();
    },
    summarise: function () {
      var self = this, box = this.summary, sum, percent, passed, line, actions = make('div', 'quiz-actions');
      box.textContent = '';
      box.hidden = !this.state.done;
      if (!this.state.done) return;
      if (this.survey) return box.append(make(this.heading, '', 'Thank you'), make('p', '', 'Your answers are kept in this browser. Save them to a file to hand them in.'));
      sum = P.totals(this);
      box.append(make(this.heading, '', 'Your result'));
      if (sum.possible.n > 0n) {
        percent = M.times(M.fraction(100), M.fraction(sum.earned.n * sum.possible.d, sum.earned.d * sum.possible.n));
        passed = M.compare(percent, M.fraction(this.data.passMark)) >= 0;
        line = M.showNumber(sum.earned, 2) + ' of ' + P.count(M.showNumber(sum.possible, 2), 'mark') + ', ' + M.showNumber(percent, 1) + '%.';
        box.append(make('p', 'quiz-total', line),
          make('p', '', (passed ? 'Passed' : 'Not passed yet') + ': the pass mark is ' + this.data.passMark + '%.'));
        if (M.compare(sum.first, sum.earned)) box.append(make('p', '', 'At the first try: ' + M.showNumber(sum.first, 2) + '.'));
      }
      if (sum.doubts.length) {
        box.append(make('p', 'quiz-lead', 'For a person to look at:'));
        var list = make('ul');
        sum.doubts.forEach(function (doubt) { list.append(make('li', '', doubt)); });
        box.append(list);
      }
      box.append(P.table('By outcome', 'What you can do', sum.outcomes), P.table('By source', 'Where it is written', sum.cites));
      if (this.wrongOnes().length) actions.append(button('Try the wrong ones again', function () { self.retry(); }));
      box.append(actions);
    },

    // --- files ---
    download: function () {
      var anchor = make('a'), address = URL.createObjectURL(new Blob([this.packed()], { type: 'application/json' }));
      anchor.href = address;
      anchor.download = this.data.bank + '-answers.json';
      this.root.append(anchor);
      anchor.click();
      anchor.remove();
      setTimeout(function () { URL.revokeObjectURL(address); }, 1000);
      this.tell('Saved as ' + this.data.bank + '-answers.json.');
    },
    load: function (file) {
      var self = this;
      if (file.size > LARGEST_FILE) return this.tell('This file is too large to hold answers.');
      file.text().then(function (text) {
        var raw = JSON.parse(text), state = self.clean(raw);
        if (!state || raw.bank !== self.data.bank || raw.kit !== self.data.kit) throw new Error();
        self.state = state;
        self.items.forEach(function (item) { item.node.hidden = false; });
        self.mix();
        self.restore();
        self.save();
        self.tell('Answers loaded: ' + Object.keys(state.items).length + ' of ' + self.items.length + '.');
      }).catch(function () { self.tell('This file does not hold answers to this quiz.'); });
    },
    erase: function () {
      this.state = this.fresh();
      this.warned = '';
      this.items.forEach(function (item) { item.node.hidden = false; });
      this.mix();
      this.restore();
      try { this.store.erase(this.storeKey); } catch (error) { /* nothing was kept */ }
      this.tell('Your answers are erased.');
    }
  };

  function start() { all(document, '[data-quiz]').forEach(function (root) { if (!root.quiz) root.quiz = new Quiz(root); }); }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
