// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells and workflows write references like this

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findSecret, secretFile } from '../../src/collect/secrets.js';
import { ended } from '../ended.js';

/** Tokens are put together here, so that no scanner takes this file for a leak. */
const body = (length: number, alphabet = 'aB3dE5gH7jK9mN2pQ4rS6tU8vW0xYz1') =>
  Array.from({ length }, (_, i) => alphabet[(i * 7) % alphabet.length]).join('');
const ARMOR = '-----';
const key = (kind: string, lineBreak = '\n') =>
  [`${ARMOR}BEGIN ${kind}PRIVATE KEY${ARMOR}`, body(64), body(64), `${ARMOR}END ${kind}PRIVATE KEY${ARMOR}`].join(
    lineBreak,
  );

const TOKENS: [what: string, token: string][] = [
  ['a GitHub token', `ghp_${body(36)}`],
  ['a GitHub token', `github_pat_${body(22)}_${body(59)}`],
  ['a GitLab token', `glpat-${body(20)}`],
  ['a Hugging Face token', `hf_${body(34)}`],
  ['an OpenAI key', `sk-proj-${body(48)}`],
  ['an OpenAI key', `sk-${body(48)}`],
  ['an Anthropic key', `sk-ant-api03-${body(60)}`],
  ['an AWS access key', `AKIA${body(16, 'ABCDEFGHIJKLMNOP234567')}`],
  ['a Google API key', `AIza${body(35)}`],
  ['a Slack token', `xoxb-${body(12, '0123456789')}-${body(24)}`],
  ['a Stripe key', `sk_live_${body(24)}`],
  ['an npm token', `npm_${body(36)}`],
  ['a PyPI token', `pypi-AgEIcHlwaS5vcmc${body(60)}`],
  ['a Telegram bot token', `123456789:AA${body(33)}`],
  ['a Databricks token', `dapi${body(32, '0123456789abcdef')}`],
  ['an Azure storage key', `AccountKey=${body(86)}==`],
];

describe('findSecret', () => {
  it.each(TOKENS)('reports %s with its line and without its value', (what, token) => {
    for (const around of [`x = "${token}"`, `TOKEN=${token}`, `curl -H 'Authorization: ${token}' .`, `["${token}"]`]) {
      const found = findSecret('notes/run.py', `# first\n# second\n${around}\n`);
      expect(found).toEqual({ what: expect.any(String), line: 3 });
      expect(JSON.stringify(found)).not.toContain(token.slice(8));
    }
    expect(findSecret('a.py', `x = "${token}"`)?.what).toBe(what);
  });

  it('reports private keys of every kind, also inside JSON and behind headers', () => {
    for (const kind of ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ']) {
      expect(findSecret('server.key', key(kind))).toEqual({ what: 'a private key', line: 1 });
      expect(findSecret('a.json', `{\n"k": "${key(kind, '\\n')}"\n}`)).toEqual({ what: 'a private key', line: 2 });
    }
    const old = key('RSA ').replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0011\n\n');
    expect(findSecret('old.pem', old)?.what).toBe('a private key');
    expect(findSecret('windows.pem', key('').replaceAll('\n', '\r\n'))?.what).toBe('a private key');
  });

  it('reports credentials by the file they stand in', () => {
    const secret = body(32);
    const cases: [path: string, text: string, what: string][] = [
      ['kaggle.json', `{"username":"me","key":"${body(32, '0123456789abcdef')}"}`, 'Kaggle credentials'],
      ['.npmrc', `//registry.npmjs.org/:_authToken=${secret}`, 'an npm token'],
      ['.pypirc', `[pypi]\nusername = __token__\npassword = ${secret}`, 'a PyPI password'],
      ['.docker/config.json', `{"auths":{"x":{"auth":"${secret}"}}}`, 'a registry login of Docker'],
      [
        'deploy/kube.yaml',
        `apiVersion: v1\nkind: Config\nusers:\n- user:\n    client-key-data: ${body(60)}`,
        'a cluster login of Kubernetes',
      ],
      ['token.json', `{"refresh_token": "${secret}", "token_uri": "x"}`, 'a stored Google login'],
      ['.Renviron', `SPOTIFY_CLIENT_SECRET=${secret}`, 'a secret for R'],
      ['prod.env', `DB_PASSWORD=${secret}`, 'a secret in an environment file'],
      ['settings.py', `AWS_SECRET_ACCESS_KEY = "${body(40)}"`, 'a secret in a well-known variable'],
      ['run.R', `Sys.setenv(WANDB_API_KEY = "${body(40, '0123456789abcdef')}")`, 'a secret in a well-known variable'],
      ['cell.py', `os.environ["HF_TOKEN"] = "${secret}"`, 'a secret in a well-known variable'],
      ['train.py', `client = Client(api_key="${body(40)}")`, 'a secret written out in code or settings'],
      ['conf.yaml', `url: postgres://admin:${body(20)}@db.prod.org/x`, 'a password inside an address'],
    ];
    for (const [path, text, what] of cases) expect([path, findSecret(path, text)?.what]).toEqual([path, what]);
  });

  it('leaves examples, references and ordinary words alone', () => {
    const harmless = [
      `${ARMOR}BEGIN RSA PRIVATE KEY${ARMOR}`,
      `pem.startswith("${ARMOR}BEGIN PRIVATE KEY${ARMOR}")\n# loads the key that was written before by the other function`,
      `${ARMOR}BEGIN PUBLIC KEY${ARMOR}\n${body(64)}\n${ARMOR}END PUBLIC KEY${ARMOR}`,
      'AKIAIOSFODNN7EXAMPLE',
      'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'HF_TOKEN=hf_your_token_here_please_replace_it',
      'api_key = os.environ["OPENAI_API_KEY"]',
      'OPENAI_API_KEY=${OPENAI_API_KEY}',
      'token: ${{ secrets.GITHUB_TOKEN }}',
      'GITHUB_TOKEN: required for private repositories',
      'password = "correct horse battery staple"',
      'tokenizer_file = "tokenizer-AbCdEfGh1234567890abcdefXYZ.json"',
      `sha256 = "${body(64, '0123456789abcdef')}"`,
      `api_key_hash = "${body(64, '0123456789abcdef')}"`,
      'postgres://user:password@localhost:5432/db',
      'https://user:${PASSWORD}@host.org/x',
      'sk-learn and sk-image are not keys',
      `data:image/png;base64,${body(400, 'AKIAZabc/+123')}`,
      '"access_token": "<your token>"',
      'kind: Config\ntoken: none',
      '_authToken=${NPM_TOKEN}',
    ];
    for (const text of harmless) expect([text, findSecret('a.py', text)]).toEqual([text, null]);
    expect(findSecret('.npmrc', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}')).toBeNull();
    expect(findSecret('.Renviron', 'R_LIBS=~/lib\nAPI_KEY=your_key')).toBeNull();
  });

  it('ends for texts made to slow patterns down', async () => {
    const size = 300_000;
    const hostile = [
      'a-',
      'a_',
      'TOKEN',
      ' \n',
      'api_key="',
      `${ARMOR}BEGIN PRIVATE KEY${ARMOR}\n`,
      'blob.core.windows.net/',
      '://a:',
      'a://',
      'xoxb-1-',
      'password',
      '"private_key":"',
      'eyJhcGlfYWRkcmVzcyI6',
      'Proc-Type: ',
      '-----BEGIN ',
    ];
    for (const piece of hostile) {
      const text = piece.repeat(size / piece.length);
      for (const path of ['a.py', '.Renviron', 'x.env', 'a.json', '.npmrc']) await ended(() => findSecret(path, text));
    }
  });

  it('throws for no text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.constantFrom('a.py', 'kaggle.json', '.npmrc', 'x.env'),
        (text, path) => {
          const found = findSecret(path, text);
          return found === null || (found.line ?? 1) >= 1;
        },
      ),
    );
  });
});

describe('secretFile', () => {
  it('knows files that are secrets as a whole', () => {
    for (const path of [
      '.env',
      'a/.env',
      '.env.local',
      '.env.production',
      'id_rsa',
      '.ssh/id_ed25519',
      '.git-credentials',
      '.netrc',
      '_netrc',
      '.streamlit/secrets.toml',
      '.aws/credentials',
      'keys/a.p12',
      'x.jks',
      '.dvc/config.local',
      'terraform.tfstate',
      '.ssh/deploy',
    ])
      expect([path, secretFile(path) !== null]).toEqual([path, true]);
    for (const path of [
      '.env.example',
      '.env.sample',
      'env',
      'environment.yml',
      '.envrc',
      'id_rsa.pub',
      '.ssh/config',
      'slides.key',
      'monkey.pem',
      '.dvc/config',
      'src/env.py',
      '.env.template',
    ])
      expect([path, secretFile(path)]).toEqual([path, null]);
  });
});
