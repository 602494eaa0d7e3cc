require('./lib/action.cjs');
