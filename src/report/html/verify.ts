import { bagName } from '../../bag/names.js';
import { html } from '../escape.js';
import type { Page, Section } from './markup.js';

/** What a stranger types to trust the archive, with what every system has. */
export const verify: Section = {
  id: 'verify',
  title: 'How to verify it',
  render({ assessment: { repository, tag } }: Page): string {
    const zip = `${bagName(repository, tag)}.zip`;
    return `<p>The archive is one zip, a BagIt bag (RFC 8493): its manifests name every file with its SHA-256. In the folder of the zip:</p>
${commands('Linux', `sha256sum -c ${zip}.sha256\nunzip -q ${zip} -d bag && cd bag\nsha256sum -c --quiet manifest-sha256.txt tagmanifest-sha256.txt`)}
${commands('macOS', `shasum -a 256 -c ${zip}.sha256\nunzip -q ${zip} -d bag && cd bag\nshasum -a 256 -c manifest-sha256.txt && shasum -a 256 -c tagmanifest-sha256.txt`)}
${commands('Windows (PowerShell)', `(Get-FileHash ${zip} -Algorithm SHA256).Hash; Get-Content ${zip}.sha256`)}
${commands('with modelbag, which also inspects every model again', `modelbag verify ${zip}`)}
<p>A bag that is too long for one file of a release is incomplete alone: its <code>fetch.txt</code> names the files beside it, and <code>modelbag complete ${html(zip)}</code> fetches and joins them and checks every digest. <code>README.txt</code> tells how to do it by hand.</p>
<p><code>README.txt</code> in the bag says the same in English and German, with the loop for Windows. <code>tensors.csv</code> says for every tensor that lies uncompressed at which byte of the zip its numbers begin, so that a dozen lines of any language read the weights.</p>`;
  },
};

const commands = (system: string, lines: string): string =>
  `<div class="commands"><h3>${html(system)}</h3><pre tabindex="0"><code>${lines.split('\n').map(html).join('\n')}</code></pre></div>`;
