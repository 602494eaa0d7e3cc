import { expect } from '@jest/globals';
import { commented } from '../events.js';
import { gitText } from '../fake/git.js';
import { fixture } from '../model-repository.js';
import { evil, scenarios, written } from '../scenario.js';
import { annotations, CREATE_PULL, proposed, REF, type Scene, UPDATE_REF } from './scene.js';

scenarios('Commands', [
  {
    reports: ['PureWeen/PolyPilot#754'],
    does: 'obeys people with write access alone, and reads the pull request without checking it out',
    async play(stage) {
      const scene = await proposed(
        stage,
        { 'models/evil.pkl': evil() },
        {},
        { collaborators: { ada: 'triage', bob: 'write' } },
      );
      const obey = (text: string, by: string, env = {}) =>
        stage.act({ github: scene.github, trigger: commented(scene.github, 3, text, by), env });
      expect((await obey('/modelbag check', 'ada')).exitCode).toBe(0);
      expect((await obey('/modelbag check', 'github-actions[bot]')).exitCode).toBe(0);
      expect((await obey('Try /modelbag check', 'bob')).exitCode).toBe(0);
      expect(written(scene.github)).toEqual([]);
      const run = await obey('/modelbag check', 'bob');
      expect(run.exitCode).toBe(0);
      const answer = scene.github.repository.comments.at(-1)!;
      expect(answer.body).toMatch(/to settle before this can be archived.*➕ added \| `models\/evil\.pkl`/s);
      const asked = scene.github.repository.comments.at(-2)!;
      expect(asked.reactions.map(({ content }) => content)).toEqual(['+1']);
      const pull = scene.github.repository.issues.get(3)!.pull!;
      expect(answer.body).toContain(` sha=${pull.headSha} `);
    },
  },
  {
    reports: ['PureWeen/PolyPilot#754'],
    does: 'explains rules and lists its commands, once each, and ignores everything else',
    async play(stage) {
      const scene = await proposed(stage);
      const obey = (text: string, env: Record<string, string> = {}) =>
        stage.act({ github: scene.github, trigger: commented(scene.github, 3, text), env });
      await obey('/modelbag help');
      await obey('/modelbag explain secret-file');
      await obey('/modelbag explain lfs-pointer-model', { GITHUB_RUN_ID: '5000' });
      await obey('/modelbag explain lfs-pointer-model', { GITHUB_RUN_ID: '5001' });
      await obey('/modelbag dance');
      const answers = scene.github.repository.comments.filter(({ app }) => app !== null).map(({ body }) => body);
      expect(answers).toHaveLength(3);
      expect(answers[0]).toContain('/modelbag explain RULE');
      expect(answers[2]).toMatch(
        /^<!-- modelbag:comment key=modelbag\.explain\.lfs-pointer-model .*-->\n### lfs-pointer-model/,
      );
    },
  },
  {
    reports: ['kubernetes-sigs/kueue#13357'],
    does: 'brings open copies with their proof in a pull request when a comment asks for them',
    async play(stage) {
      const scene = await withModel(stage);
      expect((await ask(scene)).exitCode).toBe(0);
      expect(copies(scene)).toEqual(['models/net.safetensors', 'models/net.safetensors.proof.json']);
      const [pull] = openPulls(scene);
      expect(pull).toMatchObject({ author: 'github-actions[bot]', pull: { base: 'change', head: BRANCH } });
      expect(pull!.body).toMatch(/`models\/net\.pt` \| `models\/net\.safetensors` .* proven equal: \d+ tensors/);
      expect(answers(scene).at(-1)).toContain(`#${pull!.number} brings open copies of 1 model`);
      expect(reactions(scene)).toEqual(['+1']);
    },
  },
  {
    reports: ['peter-evans/create-pull-request#169', 'peter-evans/create-pull-request#1871'],
    does: 'keeps one pull request with open copies, and puts later copies on top without force',
    async play(stage) {
      const scene = await withModel(stage);
      await ask(scene);
      const before = tip(scene);
      await ask(scene, { GITHUB_RUN_ID: '5000' });
      expect(tip(scene)).toBe(before);
      scene.repository.checkout('change');
      scene.repository.commit('Train on', { 'models/net.pt': other() });
      scene.github.repository.issues.get(3)!.pull!.headSha = show(scene, 'rev-parse', 'change');
      await ask(scene, { GITHUB_RUN_ID: '5001' });
      expect(openPulls(scene)).toHaveLength(1);
      expect(show(scene, 'merge-base', '--is-ancestor', before, BRANCH)).toBe('');
      expect(show(scene, 'diff', '--name-only', 'change', BRANCH).split('\n')).toEqual(copies(scene));
      expect(scene.github.journal.of(UPDATE_REF).map(({ request }) => request?.json)).toMatchObject([{ force: false }]);
      // What the button "Update branch" makes is no commit of others.
      scene.repository.commit('Train on', { 'models/net.pt': trained() });
      scene.github.repository.issues.get(3)!.pull!.headSha = show(scene, 'rev-parse', 'change');
      scene.repository.checkout(BRANCH);
      scene.repository.merge('change');
      scene.repository.checkout('change');
      expect((await ask(scene, { GITHUB_RUN_ID: '5002' })).exitCode).toBe(0);
      expect(show(scene, 'diff', '--name-only', 'change', BRANCH).split('\n')).toEqual(copies(scene));
    },
  },
  {
    reports: ['peter-evans/create-pull-request#2766', 'wadackel/files-sync-action#77'],
    does: 'changes no branch that holds commits of others, nor one that changes at the same moment',
    async play(stage) {
      const scene = await withModel(stage);
      await ask(scene);
      scene.repository.checkout(BRANCH);
      const foreign = scene.repository.commit('By hand', { 'NOTES.md': 'Words.' });
      scene.repository.checkout('change');
      expect((await ask(scene, { GITHUB_RUN_ID: '5000' })).exitCode).toBe(1);
      expect(tip(scene)).toBe(foreign);
      expect(answers(scene).at(-1)).toContain(foreign.slice(0, 10));
      expect(reactions(scene)).toEqual(['confused']);
      const raced = await withModel(stage);
      raced.github.fault({
        name: 'another job',
        when: ({ route }) => {
          if (route === REF) show(raced, 'branch', BRANCH, 'main');
          return false;
        },
      });
      expect((await ask(raced)).exitCode).toBe(1);
      expect(tip(raced)).toBe(show(raced, 'rev-parse', 'main'));
      expect(openPulls(raced)).toEqual([]);
      expect((await ask(raced, { GITHUB_RUN_ID: '5000' })).exitCode).toBe(0);
      expect(openPulls(raced)).toHaveLength(1);
    },
  },
  {
    reports: ['release-plz/action#518', 'github/rest-api-description#4887'],
    does: 'says what GitHub answers where it lets no branch be made, and blames nobody for it',
    async play(stage) {
      const scene = await withModel(stage);
      const body = { message: 'Reference update failed' };
      scene.github.fault({ name: 'rules', when: REF, answer: { status: 422, body } });
      const run = await ask(scene);
      expect(run.exitCode).toBe(1);
      for (const text of [annotations(run), answers(scene).at(-1)!]) {
        expect(text).toMatch(/Reference update failed.*Rules for branches/s);
        expect(text).not.toContain('at the same moment');
      }
      expect(openPulls(scene)).toEqual([]);
    },
  },
  {
    reports: ['ad-m/github-push-action#40', 'chinthakagodawita/autoupdate#166'],
    does: 'refuses open copies in the branch of a fork, and says where to ask for them',
    async play(stage) {
      const fork = { fork: 'stranger/model', author: 'stranger' };
      const scene = await withModel(stage, fork, { others: [{ fullName: 'stranger/model' }], issues: { 7: {} } });
      expect((await ask(scene)).exitCode).toBe(0);
      expect(written(scene.github).filter((line) => /git|pulls/.test(line))).toEqual([]);
      expect(answers(scene)).toEqual([expect.stringContaining('lies in a fork')]);
      expect(reactions(scene)).toEqual(['confused']);
      scene.repository.checkout('main');
      scene.repository.commit('Merge', { 'models/net.pt': trained() });
      expect((await ask(scene, { GITHUB_RUN_ID: '5000' }, 7)).exitCode).toBe(0);
      const brought = openPulls(scene).map(({ pull }) => [pull?.head, pull?.base]);
      expect(brought).toEqual([['modelbag/export', 'main']]);
    },
  },
  {
    reports: [
      'peter-evans/create-pull-request#1175',
      'peter-evans/create-pull-request#3979',
      'googleapis/release-please-action#767',
    ],
    does: 'says where to open the pull request, and how to allow it, where a repository lets no workflow open any',
    async play(stage) {
      const scene = await withModel(stage);
      const body = { message: 'GitHub Actions is not permitted to create or approve pull requests.' };
      scene.github.fault({ name: 'setting', when: CREATE_PULL, answer: { status: 403, body } });
      const run = await ask(scene);
      expect(run.exitCode).toBe(1);
      expect(annotations(run)).toMatch(/compare\/change\.\.\.modelbag\/export-3.*Allow GitHub Actions to create/s);
      expect((await ask(scene, { GITHUB_RUN_ID: '5000' })).exitCode).toBe(0);
      expect(openPulls(scene)).toHaveLength(1);
    },
  },
  {
    reports: ['parkerbxyz/suggest-changes#15'],
    does: 'names the permissions that open copies need, with the YAML, where the job lacks them',
    async play(stage) {
      const permissions = { contents: 'read', 'pull-requests': 'write', issues: 'write' } as const;
      const scene = await withModel(stage, {}, { permissions });
      const run = await ask(scene);
      expect(run.exitCode).toBe(1);
      for (const text of [annotations(run), answers(scene).at(-1)!]) expect(text).toContain('contents: write');
      expect(reactions(scene)).toEqual(['confused']);
    },
  },
  {
    reports: ['buildinternet/uploads#554'],
    does: 'opens one pull request although answers to the branch and to the request itself were lost',
    async play(stage) {
      const scene = await withModel(stage);
      for (const when of [REF, CREATE_PULL]) {
        scene.github.fault({ name: 'lost', when, reset: 'answer' });
        scene.github.fault({ name: 'bad gateway', when, answer: { status: 502, keep: true } });
      }
      expect((await ask(scene)).exitCode).toBe(0);
      expect(openPulls(scene)).toHaveLength(1);
    },
  },
  {
    reports: ['git-lfs/git-lfs#2910', 'GSA-TTS/cg-egress-proxy#114'],
    does: 'commits no copy that Git LFS is to keep, and tells how to make it in a clone',
    async play(stage) {
      const scene = await withModel(stage, {}, {}, { '.gitattributes': '*.safetensors filter=lfs -text\n' });
      expect((await ask(scene)).exitCode).toBe(0);
      expect(openPulls(scene)).toEqual([]);
      expect(answers(scene).at(-1)).toContain('modelbag export models/net.pt --to safetensors --out models');
    },
  },
]);

const BRANCH = 'modelbag/export-3';
const trained = (): Uint8Array => fixture('equal/mlp-f32-everywhere/model.pt');
const other = (): Uint8Array => fixture('equal/mlp-f32-everywhere/strided.pt');

/** Pull request 3 brings a checkpoint that has no open copy. */
const withModel = (
  stage: Parameters<typeof proposed>[0],
  pull: Parameters<typeof proposed>[2] = {},
  initial: Parameters<typeof proposed>[3] = {},
  files: Parameters<typeof proposed>[1] = {},
): Promise<Scene> => proposed(stage, { 'models/net.pt': trained(), ...files }, pull, initial);

const ask = ({ stage, github }: Scene, env: Record<string, string> = {}, number = 3) =>
  stage.act({ github, trigger: commented(github, number, '/modelbag export'), env });

const show = ({ github }: Scene, ...args: string[]): string => gitText(github.repository.folder, ...args);
const tip = (scene: Scene): string => show(scene, 'rev-parse', BRANCH);
const copies = (scene: Scene): string[] =>
  show(scene, 'diff', '--name-only', '--diff-filter=A', 'change', BRANCH).split('\n');
const openPulls = ({ github }: Scene) =>
  [...github.repository.issues.values()].filter(
    ({ number, pull, state }) => pull !== null && state === 'open' && number !== 3,
  );
const answers = ({ github }: Scene): string[] =>
  github.repository.comments.filter(({ app }) => app !== null).map(({ body }) => body);
/** Of the newest comment by a person. */
const reactions = ({ github }: Scene): string[] =>
  github.repository.comments.findLast(({ app }) => app === null)!.reactions.map(({ content }) => content);
