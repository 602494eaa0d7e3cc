"""Fits estimators, lets modelbag write them as PMML, lets JPMML run it: run-pmml-estimators.py MODELBAG_COMMAND…

Compares with what scikit-learn predicts: labels exactly, numbers within 1e-6 relative.
"""
import math, pathlib, pickle, subprocess, sys, tempfile, warnings
import numpy as np
from jpmml_evaluator import make_evaluator
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, SGDClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

warnings.simplefilter('ignore')
rng = np.random.default_rng(7)
X = rng.normal(size=(80, 3)) * [1, 5, 0.1]
three = np.array(['a', 'b', 'c'])[(X[:, 0] > 0.3).astype(int) + (X[:, 1] > 2)]
two = (X[:, 0] + X[:, 2] > 0).astype(int)
y = X @ [1.0, -2.0, 3.0] + rng.normal(size=80)
table = np.concatenate([X.astype(object), rng.choice(['red', 'green', 'blue'], size=(80, 1)).astype(object)], axis=1)
holes = X.copy()
holes[::7, 1] = np.nan
models = {
    'linear': (LinearRegression(), X, y), 'poisson': (PoissonRegressor(), X / 5, np.abs(y)),
    'logistic2': (LogisticRegression(), X, two), 'logistic3': (LogisticRegression(), X, three), 'sgd2': (SGDClassifier(loss='log_loss'), X, two),
    'boost': (GradientBoostingRegressor(n_estimators=7), X, y), 'boost2': (GradientBoostingClassifier(n_estimators=7), X, two),
    'boost3': (GradientBoostingClassifier(n_estimators=7), X, three), 'boostexp': (GradientBoostingClassifier(loss='exponential', n_estimators=7), X, two),
    'tree': (DecisionTreeRegressor(), X, y), 'tree3': (DecisionTreeClassifier(), X, three),
    'forest': (RandomForestRegressor(5), X, y), 'forest3': (RandomForestClassifier(5), X, three), 'kmeans': (KMeans(3, n_init=1), X, None),
    'scaled': (make_pipeline(StandardScaler(), LogisticRegression()), X, three), 'clusters': (make_pipeline(StandardScaler(), KMeans(2, n_init=1)), X, None),
    'pca': (make_pipeline(MinMaxScaler(clip=True), PCA(2), LinearRegression()), X, y),
    'impute': (make_pipeline(SimpleImputer(), StandardScaler(), RandomForestClassifier(4)), holes, two),
    'mixed': (make_pipeline(ColumnTransformer([('n', make_pipeline(SimpleImputer(), StandardScaler()), [0, 1]), ('c', OneHotEncoder(handle_unknown='ignore'), [3])],
                                              remainder='passthrough'), GradientBoostingClassifier(n_estimators=5)), table, three),
    'coded': (make_pipeline(ColumnTransformer([('c', OneHotEncoder(drop='first'), [3])], remainder='passthrough'), LogisticRegression()), table, two),
}
folder = pathlib.Path(tempfile.mkdtemp())
checked = 0
for name, (model, data, target) in models.items():
    model.fit(data, target)
    path = folder / f'{name}.pkl'
    path.write_bytes(pickle.dumps(model))
    run = subprocess.run([*sys.argv[1:], 'export', '--to', 'pmml', '--format', 'json', '--force', '--out', str(folder), str(path)], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f'{name}: {run.stdout}{run.stderr}')
    evaluator = make_evaluator(str(path.with_suffix('.pmml'))).verify()
    predicted = model.predict(data)
    shares = model.predict_proba(data) if hasattr(model, 'predict_proba') else None
    for i, row in enumerate(data[:40]):
        given = {f'x{j}': None if isinstance(value, float) and math.isnan(value) else value if isinstance(value, str) else float(value) for j, value in enumerate(row)}
        found = evaluator.evaluate(given)
        value = predicted[i]
        is_number = np.asarray(predicted).dtype.kind == 'f'
        if not (math.isclose(found['prediction'], value, rel_tol=1e-6, abs_tol=1e-9) if is_number else str(found['prediction']) == str(value)):
            sys.exit(f'{name}: expected {value}, found {found} for {given}')
        for label, share in zip(model.classes_, shares[i]) if shares is not None else ():
            if not math.isclose(found[f'probability({label})'], share, rel_tol=1e-6, abs_tol=1e-9):
                sys.exit(f'{name}: expected {share} for {label}, found {found}')
            checked += 1
        checked += 1
print(f'JPMML agrees on {checked} numbers and labels of {len(models)} estimators')
