import { type Declaration, type EnvironmentFormat, fileName } from './declaration.js';

/** What `sessionInfo()` or `sessioninfo::session_info()` printed: R and every package that was loaded. */
export const sessionInfo: EnvironmentFormat = {
  id: 'session-info',
  title: 'sessionInfo() of R',
  ecosystem: 'cran',
  recognize: (path) => /session[_ -]?info[^/]*\.(txt|md|log|out)$/i.test(fileName(path)),
  parse(text) {
    const interpreter = /^[^\w\n]*(?:version\s+)?R version (\d+\.\d+\.\d+)/m.exec(text)?.[1];
    if (interpreter === undefined) return undefined;
    const declarations: Declaration[] = [];
    const add = (name: string, version: string, line: number): void => {
      if (!declarations.some((item) => item.name === name))
        declarations.push({ name, line, pin: 'exact', version, hashed: false });
    };
    for (const [index, line] of text.split('\n').entries()) {
      // `[1] dplyr_1.1.2 ggplot2_3.4.2`
      if (/^\W*\[\d+\]/.test(line))
        for (const [, name, version] of line.matchAll(/(?<![\w.])([A-Za-z][\w.]*)_(\d[\w.-]*)/g))
          add(name!, version!, index + 1);
      // ` dplyr * 1.1.2 2023-04-20 [1] CRAN (R 4.3.0)`
      const row = /^\W*?([A-Za-z][\w.]*)\s+(?:\*\s+)?(?:[A-Z]\s+)?(\d[\w.-]*)\s+\d{4}-\d{2}-\d{2}\s/.exec(line);
      if (row) add(row[1]!, row[2]!, index + 1);
    }
    return { declarations, closure: declarations.length > 0, problems: [], interpreter };
  },
};
