"""Lets JPMML run PMML files that modelbag wrote: run-pmml.py TRUTH.json FOLDER, where FOLDER has <model>.pmml.

Compares with what R itself predicted on the rows in TRUTH.json, within 1e-6 relative; labels exactly.
"""
import json, math, pathlib, sys
from jpmml_evaluator import make_evaluator

truth = json.load(open(sys.argv[1]))
checked = 0
for name, wanted in truth['predictions'].items():
    path = pathlib.Path(sys.argv[2], f'{name}.pmml')
    expected = wanted.get('class', wanted.get('response')) if isinstance(wanted, dict) else wanted
    if not path.exists() or expected is None:
        continue
    evaluator = make_evaluator(str(path)).verify()
    for row, value in zip(truth['data'], expected):
        given = {key: str(item).upper() if isinstance(item, bool) else item for key, item in row.items()}
        if name == 'rf_reg':  # a forest keeps no labels of ordered factors
            given['o'] = ['low', 'mid', 'high'].index(row['o']) + 1
        found = evaluator.evaluate(given)['prediction']
        same = found == value if isinstance(value, str) else math.isclose(found, value, rel_tol=1e-6, abs_tol=1e-9)
        if not same:
            sys.exit(f'{name}: expected {value}, found {found} for {row}')
        checked += 1
print(f'JPMML agrees on {checked} predictions')
if checked == 0:
    sys.exit('nothing was compared')
