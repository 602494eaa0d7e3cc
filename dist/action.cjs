import('./lib/action.mjs');
