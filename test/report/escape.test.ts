import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  commandData,
  commandProperty,
  csvCell,
  html,
  htmlMessage,
  lineOf,
  markdownCode,
  markdownMessage,
  markdownText,
  spans,
} from '../../src/report/escape.js';

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '](javascript:alert(1))',
    '![x](https://evil.example/p.png)',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '@octocat @org/team',
    'fixes #1, GH-2, org/repo#3',
    '::error file=a::b',
    '\u202egnp.exe',
    '\u001b[2J\u001b]8;;http://x\u0007',
    '| a | b |',
    '`code` ``more``',
    '- item\n- item',
    '# heading',
    '1. one',
    '$$x$$',
    'https://evil.example www.evil.example',
    'deadbeef0123',
    '=cmd|x!A1',
  ),
);

describe('lineOf', () => {
  it('is one visible line that no runner takes for a command', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(lineOf(text)).not.toMatch(INVISIBLE);
        expect(lineOf(text)).not.toMatch(/^\s*::/);
      }),
    );
  });

  it('leaves ordinary text as it is, backticks included', () => {
    for (const text of ['Set `torch.manual_seed(42)`.', 'naïve 日本語 🙂', 'a::b', 'x: y'])
      expect(lineOf(text)).toBe(text);
  });
});

describe('markdownText', () => {
  it('starts no markup, link, mention or reference', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = markdownText(text).replaceAll('<!-- -->', '\u0001');
        expect(shown).not.toMatch(/[<>]/);
        expect(shown).not.toMatch(/(?<!\\)(\\\\)*[*_[\]|~$`]/);
        expect(shown).not.toMatch(/@[\w-]/);
        expect(shown).not.toMatch(/#\d/);
        expect(shown).not.toMatch(/https?:\/\/|www\./i);
        expect(shown).not.toMatch(/^\s*([#+=-]|\d+[.)])/);
        expect(shown.replaceAll('\u0001', '')).not.toMatch(INVISIBLE);
      }),
    );
  });

  it('stays readable for ordinary text', () => {
    expect(markdownText('PyTorch checkpoint (zip), 1.9 kB - v1.0')).toBe('PyTorch checkpoint (zip), 1.9 kB - v1.0');
    expect(markdownText('a_b')).toBe('a\\_b');
  });
});

describe('markdownCode', () => {
  it('never ends its span or its table cell', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const code = markdownCode(text);
        if (code === '(empty)') return;
        expect(code.slice(1, -1)).not.toMatch(/[`\n\r]/);
        expect(code.slice(1, -1)).not.toMatch(/(?<!\\)\|/);
      }),
    );
  });
});

describe('messages', () => {
  it('show quoted names as code and links of ours as links', () => {
    expect(markdownMessage('Use `a_b`, see https://choosealicense.com or <x>.')).toBe(
      'Use `a_b`, see <https://choosealicense.com> or &lt;x&gt;.',
    );
    expect(htmlMessage('Use `a<b`.')).toBe('Use <code>a&lt;b</code>.');
    expect(markdownMessage('see https://evil.example')).not.toContain('https://');
  });

  it('tell quoted and plain pieces apart, also when a quote never ends', () => {
    expect(spans('a `b` c')).toEqual([
      { text: 'a ', code: false },
      { text: 'b', code: true },
      { text: ' c', code: false },
    ]);
    expect(spans('a `b')).toEqual([{ text: 'a `b', code: false }]);
  });
});

describe('html', () => {
  it('opens no tag and leaves no attribute', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(html(text)).not.toMatch(/[<>"']/);
        expect(html(text)).not.toMatch(INVISIBLE);
      }),
    );
  });
});

describe('csvCell', () => {
  it('is no formula, and keeps numbers', () => {
    expect(csvCell('=1+1')).toBe("'=1+1");
    expect(csvCell('@x')).toBe("'@x");
    expect(csvCell('-1.5e-3')).toBe('-1.5e-3');
    expect(csvCell('a,"b"\n')).toBe('"a,""b""\n"');
  });
});

describe('workflow commands', () => {
  it('cannot be ended by their data', () => {
    expect(commandData('50%\r\n::error::')).toBe('50%25%0D%0A::error::');
    expect(commandProperty('a:b,c')).toBe('a%3Ab%2Cc');
  });
});
