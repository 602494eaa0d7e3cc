import { certain, emptyContents, type Format, NO } from './format.js';
import { latin1Head } from './head-text.js';

/** A web page where a model should be: an error page, a login page, a viewer of a hosting service. */
export const html: Format = {
  id: 'html',
  name: 'HTML page',
  extensions: ['.html', '.htm'],
  family: 'other',
  container: 'text',
  signature: '<!DOCTYPE html or <html',
  facts: {
    disclosure: 'standard',
    steward: 'WHATWG',
    specification: 'https://html.spec.whatwg.org/',
    encoding: 'text',
    holds: 'nothing',
    independent: true,
    worstLoading: 'data-only',
    mediaType: 'text/html',
    puid: 'fmt/96',
    isModel: false,
  },

  recognize({ head }) {
    const text = latin1Head(head).slice(0, 1024);
    return /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(
      text,
    )
      ? certain('begins like an HTML page')
      : NO;
  },

  async inspect() {
    const contents = emptyContents('data-only');
    contents.observations.push({
      kind: 'unread',
      code: 'not-a-model-page',
      message: 'expected a model, found an HTML page',
    });
    return contents;
  },
};
