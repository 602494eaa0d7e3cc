import { listed, NO_DAY, type OpenCopy, type ReadmeFacts } from './told.js';

/** The German half of README.txt, umlauts written out. */
export function readmeGerman(told: ReadmeFacts): string {
  const models = listed(
    told.models,
    ({ path, format, promise, copy }) =>
      `${path} (${format}; ${promise === 'preservable' ? 'erhaltbar' : 'nur Bitstream Preservation'}${copy ? copied(copy) : ''})`,
    (rest) => `und ${rest} weitere, siehe report.md`,
  );
  return `${told.title}
Version ${told.tag}, ${told.date ?? `Tag unbekannt (in anderen Dateien steht dafuer ${NO_DAY})`}

WAS DAS IST
Dies ist ein Archiv einer Version eines Projekts zum maschinellen Lernen: seine
trainierten Modelle mit den Skripten, Einstellungen, Startwerten der
Zufallszahlen (Seeds) und Softwareversionen, aus denen sie entstanden, soweit
das Projekt sie festgehalten hat.
Projekt: ${told.repository}
${told.commit ? `Revision: ${told.commit}\n` : ''}Gepackt von: ${told.software}
Nutzdaten: ${told.payload.files} Dateien, ${told.payload.bytes} Byte
${told.missing}
WELCHE DATEI MASSGEBLICH IST
evidence.json ist die massgebliche Beschreibung des Inhalts. report.md sagt
dasselbe fuer Menschen. ro-crate-metadata.json (RO-Crate ${told.rocrate}), bom.cdx.json
(CycloneDX 1.6) und mof.yml wiederholen Teile davon fuer andere Programme;
ro-crate-preview.html zeigt die Beschreibung im Browser. Nennt das Projekt seine
Urheber, so sagt CITATION.cff, wie diese Version zu zitieren ist, und
.zenodo.json (auf manchen Systemen verborgen) beschreibt sie fuer Zenodo. Alle
Dateien unter data/ sind unveraenderte Kopien aus dem Projekt, ausser
data/data-sources.json und data/ro-crate-metadata.json, die ${told.program} schrieb.${
    told.hasMade
      ? `\nEbenso in data/exports/ die Dateien, die auf .proof.json enden, und die offenen\nKopien dazu: ${told.program} hat sie fuer dieses Archiv erzeugt.`
      : ''
  }

MODELLE
${models || '  (keine)'}
"Erhaltbar" heisst, dass das Modell ohne das Programm gelesen werden kann, das
es geschrieben hat: Sein eigenes Format ist offen, oder die daneben genannte
offene Kopie ist es. "Nur Bitstream Preservation" heisst, dass die Bytes hier
sicher sind, ihr Lesen in Zukunft aber dieses Programm braucht. Eine Kopie, deren
Gleichheit nicht nachgewiesen ist, gilt allein nach ihrem Namen dafuer.
Wer ein Modell mit dem Programm laedt, das es geschrieben hat, fuehrt
moeglicherweise Code aus, den die Datei mitbringt. Lesen Sie vor dem Laden in
evidence.json, was gefunden wurde, wenn Sie der Herkunft nicht trauen.

WIE MAN PRUEFT
Dieses Archiv ist ein BagIt-Bag (RFC 8493). Entpacken Sie es, falls es ein Zip
oder Tar ist, gehen Sie in den Ordner mit dieser Datei und vergleichen Sie die
Pruefsummen:
  Linux:    sha256sum -c manifest-sha256.txt
            sha256sum -c tagmanifest-sha256.txt
  macOS:    shasum -a 256 -c manifest-sha256.txt
            shasum -a 256 -c tagmanifest-sha256.txt
  Windows (PowerShell): die Befehle stehen oben im englischen Teil.
Jedes BagIt-Werkzeug tut dasselbe und bemerkt auch ueberzaehlige Dateien.

WIE MAN DIE GEWICHTE OHNE SOFTWARE FUER MASCHINELLES LERNEN LIEST
tensors.csv nennt jeden Tensor, der unkomprimiert in einer Datei liegt: in
welcher Datei, an welcher Stelle, wie viele Byte, von welchem Typ, in welcher
Form. Ein Sprung und ein Lesevorgang liefern seine Werte: Zahlen dieses Typs in
dieser Bytefolge (float16, float32 und float64 nach IEEE 754; bfloat16 ist die
obere Haelfte eines float32; bool ist ein Byte), hintereinander so, dass der
letzte Index der Form am schnellsten laeuft. Ist die Spalte strides gefuellt, so
sagt sie stattdessen, um wie viele Zahlen weiter die naechste entlang jedes
Index liegt. sha256 gilt den Werten in Bytefolge "little-endian", der letzte
Index am schnellsten. offset_in_zip ist, wo gefuellt, die Stelle im Zip selbst,
so dass nichts entpackt werden muss. Andere Modelle sind komprimiert oder Text.

WO ETWAS LIEGT
  data/models/         Modelle, wie das Framework sie geschrieben hat
  data/exports/        offene Kopien der Modelle
  data/src/            Skripte und Notebooks
  data/env/            Lockfiles und Softwareumgebung
  data/config/         Einstellungen
  data/docs/           Lizenz, Zitierhinweis, Modellkarte, Metriken
  data/training-data/  Trainingsdaten, wo klein genug
  data/data-sources.json  wo die Trainingsdaten liegen
  schemas/             was die Felder von evidence.json und anderem JSON bedeuten
  droid.csv            Format und PRONOM-Kennung jeder Datei des Projekts
Unter jedem Ordner behaelt eine Datei ihren Pfad im Projekt.${
    told.hasRenamed
      ? '\nEinige Namen wurden geaendert, damit jedes System sie fassen kann; names.json\nnennt die urspruenglichen.'
      : ''
  }
Um ein Skript wie im Projekt auszufuehren, kopieren Sie den Inhalt dieser Ordner
gemeinsam in einen neuen Ordner.

RECHTE
${
  told.license
    ? `Lizenz: ${told.license}${told.licensePath ? ` (Text: ${told.licensePath})` : ''}`
    : told.licensePath
      ? `Siehe ${told.licensePath}.`
      : 'Das Projekt nennt keine Lizenz. Fragen Sie vor einer Nutzung seine Autoren.'
}
${told.contact ? `Erster Autor, erste Autorin: ${told.contact}\n` : ''}
WAS FEHLT
${
  told.leftOut.length > 0
    ? listed(
        told.leftOut,
        ({ path, reason }) => `${path}: ${reason}`,
        (rest) => `und ${rest} weitere, siehe report.md`,
      )
    : '  (nichts, was verlangt war)'
}
Dieses Archiv sagt nichts ueber die Guete eines Modells und wurde nicht auf
Viren geprueft.

WOERTER
  Bag         Ordner oder Zip mit Listen der Pruefsummen aller Dateien
  Nutzdaten   die Dateien unter data/ (payload)
  Tensor      Zahlenfeld; die Gewichte eines Modells sind Tensoren
  Pruefsumme  Zahl aus allen Bytes einer Datei; aendert sich mit jedem Byte
`;
}

const COPIES = {
  tensors: 'offene Kopie',
  proof: 'offene Kopie mit Nachweis',
  'not-proven': 'offene Kopie, Gleichheit nicht nachgewiesen',
};

const copied = ({ path, equality }: OpenCopy): string => `, ${COPIES[equality]}: ${path}`;
