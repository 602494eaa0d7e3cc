import { certain, type Format, NO } from './format.js';
import { pickle } from './pickle.js';
import { beginsWithTexts, recognizePickle } from './pickle-recognition.js';

const EXTENSIONS = ['.pdparams', '.pdopt', '.pdstates'];
/** The key that Paddle adds to every state dict it saves by name. */
const KEY = 'StructuredToParameterName@@';

export const paddlePickle: Format = {
  ...pickle,
  id: 'paddle-pickle',
  name: 'PaddlePaddle parameters (pickle)',
  extensions: EXTENSIONS,
  family: 'frameworks',
  container: 'pickle',
  signature: 'pickle with the extension .pdparams, .pdopt or .pdstates',
  aliases: ['PaddlePaddle'],
  facts: {
    ...pickle.facts,
    disclosure: 'source',
    steward: 'PaddlePaddle (Baidu)',
    specification: 'https://github.com/PaddlePaddle/Paddle/blob/develop/python/paddle/framework/io.py',
    holds: 'weights',
  },
  specializes: 'pickle',

  async recognize(glimpse, limits) {
    if ((await recognizePickle(glimpse, limits)).certainty === 'no') return NO;
    if (await beginsWithTexts(glimpse, KEY)) return certain(`pickle with the key ${KEY}`);
    return EXTENSIONS.includes(glimpse.extension) ? certain(`pickle with extension ${glimpse.extension}`) : NO;
  },
};
