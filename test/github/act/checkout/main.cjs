const { execFileSync } = require('node:child_process');

const { REPOSITORY, INPUT_REF, GITHUB_SHA, GITHUB_WORKSPACE, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
const git = (...args) => execFileSync('git', args, { cwd: GITHUB_WORKSPACE, stdio: 'inherit' });
git('init', '-q');
git('remote', 'add', 'origin', `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`);
git('fetch', '-q', '--tags', REPOSITORY, '+refs/*:refs/remotes/origin/*');
git('checkout', '-q', '--detach', INPUT_REF || GITHUB_SHA);
